import { listAt, mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'autoscaler-valid',
  severity: 'error',
  summary: 'an autoscaler that is on has something to work with',
  check({ values }, report) {
    const kind = ['controller', 'kind'];
    const backends = mapAt(values, 'defaultBackend')['enabled'] === true ? ['defaultBackend.autoscaling'] : [];
    for (const name of ['controller.autoscaling', 'controller.keda', ...backends]) {
      const path = name.split('.');
      const scaler = mapAt(values, ...path);
      if (scaler['enabled'] !== true) continue;
      const enabled = [...path, 'enabled'];
      if (path[0] === 'controller' && textAt(values, ...kind) === 'DaemonSet') {
        report(enabled, `${enabled.join('.')} is true for a DaemonSet, whose number of pods follows the nodes; set it to false, or controller.kind to Deployment`, [kind]);
      }
      const [least, most] = [Number(textAt(scaler, 'minReplicas')), Number(textAt(scaler, 'maxReplicas'))];
      if (least > most) {
        const message = `${name}.minReplicas is ${least}, more than maxReplicas, ${most}; raise maxReplicas, or lower minReplicas`;
        report([...path, 'minReplicas'], message, [[...path, 'maxReplicas']]);
      }
      if (name === 'controller.keda' && listAt(scaler, 'triggers').length === 0) {
        report([...path, 'triggers'], 'controller.keda.triggers has no entry, and KEDA needs something to scale on; add one, or use controller.autoscaling', [enabled]);
      }
    }
  },
} satisfies Rule;
