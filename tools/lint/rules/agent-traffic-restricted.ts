import { valueAt } from '../../values/path.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const path = ['agent', 'service', 'networkPolicy', 'enabled'];
const mode = ['agent', 'mode'];

export default {
  id: 'agent-traffic-restricted',
  severity: 'warning',
  summary: 'only the controllers reach the agents',
  check({ values }, report) {
    if (textAt(values, ...mode) !== 'service' || valueAt(values, path) === true) return;
    report(path, `${path.join('.')} is false: with agent.mode service requests cross the cluster's network in clear, and every pod reaches the agents; set it to true`, [mode]);
  },
} satisfies Rule;
