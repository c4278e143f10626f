import type { ValueMap } from '../values/value.ts';
import { textAt } from './rule.ts';

const egress = ['agent', 'egress'];

/** Whether the agent mounts a CA bundle. */
export function hasCaBundle(values: ValueMap): boolean {
  return textAt(values, ...egress, 'caBundle', 'name') !== '';
}

/** Variables that the chart sets for the way to the vendor's cloud, and the value behind each; as `_egress.tpl` has them. */
export function egressVariables(values: ValueMap): [string, string][] {
  const proxied = textAt(values, ...egress, 'proxy') !== '';
  const excepted = proxied && textAt(values, ...egress, 'noProxy') !== '';
  const all: [boolean, string, string][] = [
    [proxied, 'HTTPS_PROXY', 'agent.egress.proxy'],
    [excepted, 'NO_PROXY', 'agent.egress.noProxy'],
    [hasCaBundle(values), 'SSL_CERT_DIR', 'agent.egress.caBundle'],
  ];
  return all.filter(([set]) => set).map(([, variable, place]) => [variable, place]);
}
