import rule from '../../tools/lint/rules/budget-allows-eviction.ts';
import { testRule } from '../support/test-rule.ts';

const waits = 'none may then be evicted, and the drain of a node waits for ever';
const lower = 'lower it, or set controller.maxUnavailable to 1';

testRule(rule, [
  {
    title: 'finds as many pods that must stay as there are',
    layers: ['controller:\n  minAvailable: 2\n'],
    found: [`values.yaml:2:17 controller.minAvailable is 2, and there may be no more than 2 pods: ${waits}; ${lower}`],
  },
  {
    title: 'finds a share that rounds up to all',
    layers: ['controller:\n  minAvailable: 51%\n'],
    found: [`values.yaml:2:17 controller.minAvailable is 51%, and there may be no more than 2 pods: ${waits}; ${lower}`],
  },
  {
    title: "counts an autoscaler's minimum",
    layers: ['controller:\n  replicaCount: 5\n  minAvailable: 3\n  autoscaling: {enabled: true, minReplicas: 3}\n'],
    found: [`values.yaml:3:17 controller.minAvailable is 3, and there may be no more than 3 pods: ${waits}; ${lower}`],
  },
  {
    title: 'finds that none may be missing',
    layers: ['controller:\n  maxUnavailable: 0\n'],
    found: [`values.yaml:2:19 controller.maxUnavailable is 0: ${waits}; set it to 1 or more`],
  },
  { title: 'accepts a share that leaves one', layers: ['controller:\n  minAvailable: 50%\n'] },
  { title: 'accepts maxUnavailable, which beats minAvailable and is rounded up', layers: ['controller:\n  minAvailable: 100%\n  maxUnavailable: 1%\n'] },
  { title: 'does not look where there is no budget', layers: ['controller:\n  replicaCount: 1\n  maxUnavailable: 0\n'] },
  { title: 'leaves a number of pods that is none to the schema', layers: ['controller:\n  replicaCount: x\n'] },
  { title: 'leaves a limit that is none to the schema', layers: ['controller:\n  minAvailable: x\n'] },
]);
