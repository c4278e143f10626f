import { mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const setting = ['controller', 'updateStrategy', 'rollingUpdate', 'maxUnavailable'];

export default {
  id: 'rollout-can-schedule',
  severity: 'error',
  summary: 'a rollout of pods that take ports of their nodes can go on',
  check({ values }, report) {
    const controller = mapAt(values, 'controller');
    const takesNodePorts = controller['hostNetwork'] === true || mapAt(controller, 'hostPort')['enabled'] === true;
    const unavailable = textAt(values, ...setting);
    if (controller['kind'] !== 'DaemonSet' || !takesNodePorts || !['0', '0%'].includes(unavailable)) return;
    const found = `${setting.join('.')} is ${unavailable} for a DaemonSet that takes ports of its nodes, so no new pod ever starts`;
    report(setting, `${found}; set it to 1 or more, and maxSurge to 0`);
  },
} satisfies Rule;
