import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { shutdownSteps } from '../shutdown.ts';

const grace = ['controller', 'terminationGracePeriodSeconds'];

export default {
  id: 'shutdown-fits-grace-period',
  severity: 'error',
  summary: 'a stopping pod has the time that nginx and the agent may take',
  check({ values }, report) {
    const limit = textAt(values, ...grace);
    if (limit === '') return;
    const steps = shutdownSteps(values);
    const sum = steps.reduce((total, { seconds }) => total + seconds, 0);
    const unbounded = steps.find(({ name, seconds }) => name === 'worker-shutdown-timeout' && seconds === 0);
    if (unbounded) {
      report(unbounded.path, `worker-shutdown-timeout is 0, and a stopping nginx then waits for its last connection without end; set it to a time, and ${grace.join('.')} to more`);
    } else if (Number(limit) <= sum) {
      const parts = steps.map(({ name, seconds }) => `${name} ${seconds}`).join(', ');
      report(grace, `${grace.join('.')} is ${limit}, and a pod may take ${sum} seconds to stop (${parts}); set it to ${sum + 1} or more, or lower controller.config.worker-shutdown-timeout`, steps.map(({ path }) => path));
    }
  },
} satisfies Rule;
