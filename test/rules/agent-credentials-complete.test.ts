import rule from '../../tools/lint/rules/agent-credentials-complete.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'names each missing key, at the switch that needs it',
    layers: ['agent:\n  credentials:\n    create: true\n    accessKeyId: example-id\n'],
    found: ['values.yaml:3:13 agent.credentials.secretAccessKey is empty although agent.credentials.create is true; set it, or create the Secret yourself'],
  },
  { title: 'accepts both keys', layers: ['agent:\n  credentials:\n    create: true\n    accessKeyId: example-id\n    secretAccessKey: example-secret\n'] },
  { title: 'asks for no key when nothing is created', layers: ['agent:\n  credentials:\n    create: false\n'] },
]);
