import { mapAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'one-autoscaler',
  severity: 'error',
  summary: 'at most one autoscaler sets the number of controller pods',
  check({ values }, report) {
    if (mapAt(values, 'controller', 'autoscaling')['enabled'] !== true || mapAt(values, 'controller', 'keda')['enabled'] !== true) return;
    const message = 'controller.keda.enabled is true beside controller.autoscaling.enabled, and one Deployment takes one autoscaler; set one of the two to false';
    report(['controller', 'keda', 'enabled'], message, [['controller', 'autoscaling', 'enabled']]);
  },
} satisfies Rule;
