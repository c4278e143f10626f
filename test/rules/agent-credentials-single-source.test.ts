import rule from '../../tools/lint/rules/agent-credentials-single-source.ts';
import { testRule } from '../support/test-rule.ts';

const created = 'agent:\n  credentials:\n    create: true\n    accessKeyId: example-id\n    secretAccessKey: example-secret\n';

testRule(rule, [
  {
    title: 'refuses a Secret that exists in one layer and is created in another',
    layers: [created, 'agent:\n  credentials:\n    existingSecret: mine\n'],
    found: ['below-1.yaml:3:13 agent.credentials.create is true beside agent.credentials.existingSecret; keep one of the two'],
  },
  { title: 'accepts a created Secret', layers: [created] },
  { title: 'accepts an existing Secret beside a site', layers: ['agent:\n  site: my-site\n  credentials:\n    existingSecret: mine\n'] },
]);
