import rule from '../../tools/lint/rules/passthrough-keeps-client-address.ts';
import { testRule } from '../support/test-rule.ts';

const on = (...config: string[]): string => `controller:\n  extraArgs:\n    enable-ssl-passthrough: "true"\n  config: { ${config.join(', ')} }\n`;
const line = ['enable-real-ip: "true"', 'forwarded-for-header: proxy_protocol'];
const found = [
  'values.yaml:3:29 controller.extraArgs.enable-ssl-passthrough is on: nginx gets every TLS connection from the controller beside it, so that the WAF takes 127.0.0.1 for the client of all of them; set enable-real-ip to true, forwarded-for-header to proxy_protocol and proxy-real-ip-cidr to 127.0.0.1/32 in controller.config, or have use-proxy-protocol and 127.0.0.1/32 in proxy-real-ip-cidr',
];

testRule(rule, [
  { title: 'finds that nginx is not told the address', layers: [on()], found },
  { title: 'finds a header that the controller does not write', layers: [on('enable-real-ip: "true"', 'proxy-real-ip-cidr: 127.0.0.1/32')], found },
  { title: 'finds a line that is not believed', layers: [on(...line, 'proxy-real-ip-cidr: 10.0.0.0/8')], found },
  { title: 'finds a line that is not read', layers: [on('forwarded-for-header: proxy_protocol', 'proxy-real-ip-cidr: 127.0.0.1/32')], found },
  { title: 'accepts the line of the controller', layers: [on(...line, 'proxy-real-ip-cidr: 127.0.0.1/32')] },
  { title: 'accepts the PROXY protocol all the way', layers: [on('use-proxy-protocol: true', 'proxy-real-ip-cidr: "10.0.0.0/8, 127.0.0.0/8"')] },
  { title: 'accepts a flag that is off', layers: ['controller: { extraArgs: { enable-ssl-passthrough: "false" } }\n'] },
  { title: 'leaves a release without a WAF alone', layers: [`agent: { mode: none }\n${on()}`] },
]);
