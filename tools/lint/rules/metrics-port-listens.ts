import { valueAt } from '../../values/path.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { healthPort } from '../taken-ports.ts';

export default {
  id: 'metrics-port-listens',
  severity: 'error',
  summary: 'the port of the metrics is the one that the controller has them on',
  check({ values }, report) {
    const path = ['controller', 'metrics', 'port'];
    const flag = ['controller', 'extraArgs', 'healthz-port'];
    const [wanted, listens] = [textAt(values, ...path), healthPort(values)];
    if (valueAt(values, ['controller', 'metrics', 'enabled']) !== true || wanted === listens) return;
    report(path, `${path.join('.')} is ${wanted}, and ${flag.join('.')} has the metrics on ${listens}; remove healthz-port, which follows controller.metrics.port`, [flag]);
  },
} satisfies Rule;
