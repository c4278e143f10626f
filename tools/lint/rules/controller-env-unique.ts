import { repeatedNames } from '../repeated-names.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** Variables that the chart writes where a value asks for it. */
const optional = { LD_PRELOAD: 'enableMimalloc', MAXMIND_LICENSE_KEY: 'maxmindLicenseKey' };

export default {
  id: 'controller-env-unique',
  severity: 'error',
  summary: 'no variable of the controller has two sources',
  check({ values }, report) {
    const asked = Object.entries(optional).filter(([, key]) => textAt(values, 'controller', key) !== '');
    const taken = { POD_NAME: 'the chart', POD_NAMESPACE: 'the chart', ...Object.fromEntries(asked.map(([name, key]) => [name, `controller.${key}`])) };
    const names = { key: 'name', taken, values: [], lists: [['controller', 'extraEnvs']] };
    for (const { path, message } of repeatedNames(values, names)) report(path, message);
  },
} satisfies Rule;
