import type { Path } from '../../values/path.ts';
import type { ValueMap } from '../../values/value.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { sslPassthrough } from '../ssl-passthrough.ts';
import { streamServices } from '../stream-services.ts';

interface Finding {
  readonly path: Path;
  readonly text: string;
}

const forwarded = 'nginx forwards their traffic as it is, and no WAF sees it; use an Ingress for what speaks HTTP';

function streams(values: ValueMap): Finding[] {
  const own = new Set<string>(streamServices(values).map(({ protocol }) => protocol));
  return ['tcp', 'udp'].flatMap((protocol) => {
    if (own.has(protocol)) return [{ path: [protocol], text: `has services: ${forwarded}` }];
    const argument = `${protocol}-services-configmap`;
    const path = ['controller', 'extraArgs', argument];
    return textAt(values, ...path) === '' ? [] : [{ path, text: `names services: ${forwarded}` }];
  });
}

function passthrough(values: ValueMap): Finding[] {
  const path = sslPassthrough(values);
  return path === undefined ? [] : [{ path, text: 'is on: requests for Ingress objects with ssl-passthrough stay encrypted, and no WAF sees them; let nginx end TLS' }];
}

function snippets(values: ValueMap): Finding[] {
  const places = ['config', 'configUnchecked'].filter((map) => textAt(values, 'controller', map, 'stream-snippet') !== '');
  return places.map((map) => ({ path: ['controller', map, 'stream-snippet'], text: 'configures nginx outside of http: no WAF sees what it serves; use an Ingress for what speaks HTTP' }));
}

export default {
  id: 'traffic-inspected',
  severity: 'warning',
  summary: 'no traffic goes by the WAF',
  check({ values }, report) {
    if (textAt(values, 'agent', 'mode') === 'none') return;
    for (const { path, text } of [...streams(values), ...passthrough(values), ...snippets(values)]) report(path, `${path.join('.')} ${text}`);
  },
} satisfies Rule;
