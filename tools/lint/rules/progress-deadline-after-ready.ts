import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const [ready, deadline] = [['controller', 'minReadySeconds'], ['controller', 'progressDeadlineSeconds']];

/** What counts where the deadline is left to Kubernetes. */
const kubernetesDeadline = 600;

export default {
  id: 'progress-deadline-after-ready',
  severity: 'error',
  summary: 'a rollout does not count as failed before a pod can count as ready',
  check({ values }, report) {
    const [wait, limit] = [Number(textAt(values, ...ready)), Number(textAt(values, ...deadline)) || kubernetesDeadline];
    if (textAt(values, 'controller', 'kind') !== 'Deployment' || wait < limit) return;
    report(ready, `${ready.join('.')} is ${wait}, and a rollout counts as failed after ${limit} seconds; set ${deadline.join('.')} to more`, [deadline]);
  },
} satisfies Rule;
