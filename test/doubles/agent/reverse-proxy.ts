import { text } from './environment.ts';
import type { Environment } from './environment.ts';

/**
 * The name of the first option that puts the agent into reverse-proxy mode, which switches the RPC listener off:
 * the present one and the retired ones. Undefined when none is set (a switch set to false does not count).
 */
export function reverseProxyOption(environment: Environment): string | undefined {
  const names = ['REVPROXY_LISTENER', 'REVPROXY', 'REVERSE_PROXY', 'REVERSE_PROXY_LISTENER', 'REVERSE_PROXY_UPSTREAM'];
  return names.map((name) => `SIGSCI_${name}`).find((name) => !/^(false|0|f)$/i.test(text(environment, name) ?? 'false'));
}
