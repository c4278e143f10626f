import rule from '../../tools/lint/rules/client-address-source-given.ts';
import { testRule } from '../support/test-rule.ts';

const problem = "is true without proxy-real-ip-cidr, so every sender's word on the client's address would count; set controller.config.proxy-real-ip-cidr to the addresses of your proxies or load balancers (0.0.0.0/0 to believe everyone)";
const config = (...lines: string[]): string => ['controller:', '  config:', ...lines.map((line) => `    ${line}\n`)].join('\n');

testRule(rule, [
  ...['enable-real-ip', 'use-forwarded-headers', 'use-proxy-protocol'].map((key) => ({
    title: `refuses ${key} without the ranges`,
    layers: [config(`${key}: "true"`)],
    found: [`values.yaml:3:${7 + key.length} controller.config.${key} ${problem}`],
  })),
  {
    title: 'looks into the map that is not checked',
    layers: ['controller:\n  configUnchecked:\n    use-proxy-protocol: true\n'],
    found: [`values.yaml:3:25 controller.configUnchecked.use-proxy-protocol ${problem}`],
  },
  { title: 'accepts it with the ranges', layers: [config('use-proxy-protocol: true', 'proxy-real-ip-cidr: 10.0.0.0/8')] },
  { title: 'accepts it switched off', layers: [config('use-proxy-protocol: false')] },
]);
