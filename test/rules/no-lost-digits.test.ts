import rule from '../../tools/lint/rules/no-lost-digits.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'shows what a version number becomes',
    layers: ['controller:\n  image:\n    tag: 1.20\n'],
    found: ['values.yaml:3:10 controller.image.tag is written 1.20 and becomes 1.2 on its way; quote it'],
  },
  {
    title: 'knows octal numbers and separators',
    layers: ['controller:\n  image:\n    tag: 012\nagent:\n  image:\n    tag: 1_000\n'],
    found: [
      'values.yaml:3:10 controller.image.tag is written 012 and becomes 10 on its way; quote it',
      'values.yaml:6:10 agent.image.tag is written 1_000 and becomes 1000 on its way; quote it',
    ],
  },
  {
    title: 'shows no digits where a secret may stand',
    layers: ['agent:\n  config:\n    server-flavor: 1.20\n'],
    found: ['values.yaml:3:20 agent.config.server-flavor is written as a number and becomes another one on its way; quote it'],
  },
  { title: 'accepts a quoted one, an exact one and a quantity', layers: ['agent:\n  config:\n    server-flavor: "1.20"\n    max-procs: 2\n  resources:\n    limits:\n      cpu: 1.0\n'] },
]);
