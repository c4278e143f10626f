import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'agent-credentials-complete',
  severity: 'error',
  summary: 'a Secret that is to be created gets both keys',
  check({ values }, report) {
    const credentials = mapAt(values, 'agent', 'credentials');
    if (credentials['create'] !== true) return;
    for (const name of ['accessKeyId', 'secretAccessKey']) {
      if (textAt(credentials, name) !== '') continue;
      const message = `agent.credentials.${name} is empty although agent.credentials.create is true; set it, or create the Secret yourself`;
      report(['agent', 'credentials', name], message, [['agent', 'credentials', 'create']]);
    }
  },
} satisfies Rule;
