import rule from '../../tools/lint/rules/no-lost-digits.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'shows what a version number becomes',
    layers: ['agent:\n  config:\n    server-flavor: 1.20\n'],
    found: ['values.yaml:3:20 agent.config.server-flavor is written 1.20 and becomes 1.2 on its way; quote it'],
  },
  {
    title: 'knows octal numbers and separators',
    layers: ['agent:\n  config:\n    server-flavor: 012\n    max-records: 1_000\n'],
    found: [
      'values.yaml:3:20 agent.config.server-flavor is written 012 and becomes 10 on its way; quote it',
      'values.yaml:4:18 agent.config.max-records is written 1_000 and becomes 1000 on its way; quote it',
    ],
  },
  { title: 'accepts a quoted one, an exact one and a quantity', layers: ['agent:\n  config:\n    server-flavor: "1.20"\n    max-procs: 2\n  resources:\n    limits:\n      cpu: 1.0\n'] },
]);
