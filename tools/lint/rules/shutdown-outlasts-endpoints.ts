import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const path = ['controller', 'shutdownGracePeriod'];

export default {
  id: 'shutdown-outlasts-endpoints',
  severity: 'warning',
  summary: 'a stopping pod serves until nobody sends it new connections',
  check({ values }, report) {
    const seconds = textAt(values, ...path);
    if (seconds === '' || Number(seconds) >= 10) return;
    report(path, `${path.join('.')} is ${seconds}: nginx may close its ports before nodes and load balancers have left the pod out, and refuse connections in each rollout; set it to 10 or more`);
  },
} satisfies Rule;
