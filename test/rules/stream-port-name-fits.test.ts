import rule from '../../tools/lint/rules/stream-port-name-fits.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'tells by how much the prefix is too long',
    layers: ['portNamePrefix: internal\ntcp: { "5432": a/b:1, "53": a/b:1 }\n'],
    found: ['values.yaml:1:17 portNamePrefix makes the port name internal-5432-tcp of 17 characters, of which 15 are allowed; shorten it by 2 or more'],
  },
  { title: 'accepts a prefix with no service, and none', layers: ['portNamePrefix: a-long-prefix\n', 'portNamePrefix: ""\ntcp: { "65535": a/b:1 }\n'] },
]);
