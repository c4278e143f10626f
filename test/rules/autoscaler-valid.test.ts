import rule from '../../tools/lint/rules/autoscaler-valid.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'refuses an autoscaler of a DaemonSet',
    layers: ['controller:\n  kind: DaemonSet\n  autoscaling:\n    enabled: true\n'],
    found: ['values.yaml:4:14 controller.autoscaling.enabled is true for a DaemonSet, whose number of pods follows the nodes; set it to false, or controller.kind to Deployment'],
  },
  {
    title: 'refuses a minimum above the maximum, wherever they come from',
    layers: ['controller:\n  autoscaling:\n    enabled: true\n    maxReplicas: 1\n'],
    found: ['values.yaml:4:18 controller.autoscaling.minReplicas is 2, more than maxReplicas, 1; raise maxReplicas, or lower minReplicas'],
  },
  {
    title: 'refuses KEDA without a trigger',
    layers: ['controller:\n  keda:\n    enabled: true\n'],
    found: ['values.yaml:3:14 controller.keda.triggers has no entry, and KEDA needs something to scale on; add one, or use controller.autoscaling'],
  },
  {
    title: "refuses the default backend's minimum above its maximum",
    layers: ['defaultBackend:\n  enabled: true\n  autoscaling: {enabled: true, minReplicas: 3}\n'],
    found: ['values.yaml:3:45 defaultBackend.autoscaling.minReplicas is 3, more than maxReplicas, 2; raise maxReplicas, or lower minReplicas'],
  },
  { title: 'does not look at that of a default backend that is off', layers: ['defaultBackend:\n  autoscaling: {enabled: true, minReplicas: 3}\n'] },
  { title: 'accepts a minimum that is the maximum', layers: ['controller:\n  autoscaling: {enabled: true, minReplicas: 3, maxReplicas: 3}\n'] },
  { title: 'accepts a minimum that Kubernetes chooses', layers: ['controller:\n  autoscaling: {enabled: true, minReplicas: null, maxReplicas: 1}\n'] },
  { title: 'does not look at autoscalers that are off', layers: ['controller:\n  kind: DaemonSet\n  keda: {minReplicas: 30}\n'] },
]);
