import { valueAt } from '../../values/path.ts';
import type { Rule } from '../rule.ts';

const path = ['controller', 'allowSnippetAnnotations'];

export default {
  id: 'no-snippet-annotations',
  severity: 'warning',
  summary: 'Ingress objects bring no nginx text',
  check({ values }, report) {
    if (valueAt(values, path) !== true) return;
    report(path, `${path.join('.')} is true: who may write an Ingress writes nginx configuration, and can switch the WAF off; set it to false`);
  },
} satisfies Rule;
