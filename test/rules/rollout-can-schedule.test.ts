import rule from '../../tools/lint/rules/rollout-can-schedule.ts';
import { testRule } from '../support/test-rule.ts';

const strategy = (unavailable: string): string => `controller:\n  kind: DaemonSet\n  hostPort:\n    enabled: true\n  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: ${unavailable}\n`;

testRule(rule, [
  {
    title: 'refuses a rollout that waits for ports for ever',
    layers: [strategy('0')],
    found: [
      'values.yaml:7:23 controller.updateStrategy.rollingUpdate.maxUnavailable is 0 for a DaemonSet that takes ports of its nodes, so no new pod ever starts; set it to 1 or more, and maxSurge to 0',
    ],
  },
  { title: 'accepts one pod that goes first', layers: [strategy('1')] },
  { title: 'accepts zero for a Deployment', layers: ['controller:\n  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: 0\n'] },
]);
