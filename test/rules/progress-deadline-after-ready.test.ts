import rule from '../../tools/lint/rules/progress-deadline-after-ready.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'refuses a deadline that ends when the first pod counts',
    layers: ['controller:\n  minReadySeconds: 60\n  progressDeadlineSeconds: 60\n'],
    found: ['values.yaml:2:20 controller.minReadySeconds is 60, and a rollout counts as failed after 60 seconds; set controller.progressDeadlineSeconds to more'],
  },
  {
    title: "counts Kubernetes' own deadline",
    layers: ['controller:\n  minReadySeconds: 600\n'],
    found: ['values.yaml:2:20 controller.minReadySeconds is 600, and a rollout counts as failed after 600 seconds; set controller.progressDeadlineSeconds to more'],
  },
  { title: 'accepts a second more', layers: ['controller:\n  minReadySeconds: 60\n  progressDeadlineSeconds: 61\n'] },
  { title: 'does not look at a DaemonSet, which has no deadline', layers: ['controller:\n  kind: DaemonSet\n  minReadySeconds: 600\n'] },
]);
