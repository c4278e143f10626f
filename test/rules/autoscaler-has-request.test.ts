import rule from '../../tools/lint/rules/autoscaler-has-request.ts';
import { testRule } from '../support/test-rule.ts';

const on = (resources: string): string => `controller:\n  autoscaling:\n    enabled: true\n  resources: ${resources}\n`;

testRule(rule, [
  {
    title: 'finds a target without a request',
    layers: [on('{requests: {cpu: null}}')],
    found: ['values.yaml:4:14 controller.autoscaling.targetCPUUtilizationPercentage is 50 percent of a request that controller.resources does not hold; set controller.resources.requests.cpu'],
  },
  {
    title: 'finds the same for memory',
    layers: ['controller:\n  autoscaling:\n    enabled: true\n    targetMemoryUtilizationPercentage: 80\n  resources:\n    requests: {memory: null}\n'],
    found: ['values.yaml:4:40 controller.autoscaling.targetMemoryUtilizationPercentage is 80 percent of a request that controller.resources does not hold; set controller.resources.requests.memory'],
  },
  { title: 'accepts a limit, which stands in for it', layers: [on('{requests: {cpu: null}, limits: {cpu: 1}}')] },
  { title: 'accepts a request', layers: [on('{requests: {cpu: 500m}}')] },
  { title: 'does not look at a target of 0', layers: ['controller:\n  autoscaling: {enabled: true, targetCPUUtilizationPercentage: 0}\n  resources: {requests: {cpu: null}}\n'] },
  { title: 'does not look without an autoscaler', layers: ['controller:\n  resources: {requests: {cpu: null}}\n'] },
]);
