import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { autoscalerOf } from '../scaling.ts';

const targets = { cpu: 'targetCPUUtilizationPercentage', memory: 'targetMemoryUtilizationPercentage' } as const;

export default {
  id: 'autoscaler-has-request',
  severity: 'warning',
  summary: 'the autoscaler knows what its percentages are of',
  check({ values }, report) {
    if (autoscalerOf(values) !== 'autoscaling') return;
    const resources = mapAt(values, 'controller', 'resources');
    for (const [resource, key] of Object.entries(targets)) {
      const target = Number(textAt(values, 'controller', 'autoscaling', key));
      const known = ['requests', 'limits'].some((part) => textAt(resources, part, resource) !== '');
      if (target === 0 || known) continue;
      const path = ['controller', 'autoscaling', key];
      report(path, `${path.join('.')} is ${target} percent of a request that controller.resources does not hold; set controller.resources.requests.${resource}`, [['controller', 'resources']]);
    }
  },
} satisfies Rule;
