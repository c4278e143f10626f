import rule from '../../tools/lint/rules/traffic-inspected.ts';
import { testRule } from '../support/test-rule.ts';

const args = (text: string): string => `controller:\n  extraArgs:\n    ${text}\n`;

testRule(rule, [
  {
    title: 'tells of TCP and UDP services, once for each protocol',
    layers: ['tcp: { "5432": a/b:1, "5433": a/b:1 }\nudp: { "53": a/b:1 }\n'],
    found: ['tcp', 'udp'].map((protocol, index) => `values.yaml:${index + 1}:6 ${protocol} has services: nginx forwards their traffic as it is, and no WAF sees it; use an Ingress for what speaks HTTP`),
  },
  {
    title: "tells of services in a ConfigMap of the user's own",
    layers: [args('udp-services-configmap: a/b')],
    found: ['values.yaml:3:29 controller.extraArgs.udp-services-configmap names services: nginx forwards their traffic as it is, and no WAF sees it; use an Ingress for what speaks HTTP'],
  },
  ...['true', '""', '"1"', 'null'].map((value) => ({
    title: `tells of TLS that is passed through with ${value}`,
    layers: [args(`enable-ssl-passthrough: ${value}`)],
    found: ['values.yaml:3:29 controller.extraArgs.enable-ssl-passthrough is on: requests for Ingress objects with ssl-passthrough stay encrypted, and no WAF sees them; let nginx end TLS'],
  })),
  {
    title: 'tells of nginx text outside of http',
    layers: ['controller:\n  config:\n    stream-snippet: server { listen 9000; }\n'],
    found: ['values.yaml:3:21 controller.config.stream-snippet configures nginx outside of http: no WAF sees what it serves; use an Ingress for what speaks HTTP'],
  },
  { title: 'accepts what is off, empty or taken back', layers: [`${args('enable-ssl-passthrough: false')}  config: { stream-snippet: "" }\ntcp: { "5432": null }\n`] },
  { title: 'leaves it to another rule that without a WAF nothing is inspected', layers: ['agent: { mode: none }\ntcp: { "5432": a/b:1 }\n'] },
]);
