import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'agent-credentials-single-source',
  severity: 'error',
  summary: "the Secret with the agent's keys is either created or exists",
  check({ values }, report) {
    const credentials = mapAt(values, 'agent', 'credentials');
    if (credentials['create'] !== true || textAt(credentials, 'existingSecret') === '') return;
    const create = ['agent', 'credentials', 'create'];
    report(create, 'agent.credentials.create is true beside agent.credentials.existingSecret; keep one of the two', [['agent', 'credentials', 'existingSecret']]);
  },
} satisfies Rule;
