import { valueAt } from '../../values/path.ts';
import type { Rule } from '../rule.ts';

const path = ['rbac', 'scope'];
const noClasses = 'so the controller could not read IngressClasses: its pods would be Ready and answer 404 for every Ingress with ingressClassName';
const noLists = 'so the controller would lack the right to what it watches';

export default {
  id: 'rbac-scope-keeps-classes',
  severity: 'error',
  summary: 'the controller keeps the right to read IngressClasses',
  check({ values }, report) {
    if (valueAt(values, ['rbac', 'create']) !== true || valueAt(values, path) !== true) return;
    if (valueAt(values, ['controller', 'scope', 'enabled']) === true) {
      report(path, `rbac.scope is true, ${noClasses}; remove it, controller.scope.enabled leaves that right alone cluster-wide, or set rbac.create to false and grant the rights yourself`);
    } else {
      report(path, `rbac.scope is true although controller.scope.enabled is false, ${noLists}; remove it, or set controller.scope.enabled to true instead`);
    }
  },
} satisfies Rule;
