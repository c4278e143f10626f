import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'default-backend-name-free',
  severity: 'error',
  summary: 'the default backend has a name of its own',
  check({ values }, report) {
    if (textAt(values, 'defaultBackend', 'enabled') === '') return;
    const path = ['defaultBackend', 'name'];
    const name = textAt(values, ...path);
    const taken = new Map([[textAt(values, 'controller', 'name'), 'controller.name'], ['test', 'the test of the release']]);
    if (textAt(values, 'agent', 'mode') === 'service') taken.set('agent', 'agent.mode');
    const owner = taken.get(name);
    if (owner !== undefined) report(path, `defaultBackend.name is ${name}, which ${owner} takes too; take another name`, [['controller', 'name']]);
  },
} satisfies Rule;
