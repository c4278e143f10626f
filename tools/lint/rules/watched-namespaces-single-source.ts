import { valueAt } from '../../values/path.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const scope = ['controller', 'scope'];

export default {
  id: 'watched-namespaces-single-source',
  severity: 'error',
  summary: 'the controller watches one namespace or those of a selector, not both',
  check({ values }, report) {
    if (valueAt(values, [...scope, 'enabled']) !== true || textAt(values, ...scope, 'namespaceSelector') === '') return;
    report([...scope, 'namespaceSelector'], 'controller.scope.namespaceSelector stands beside controller.scope.enabled, which watches one namespace; remove it, or set enabled to false');
  },
} satisfies Rule;
