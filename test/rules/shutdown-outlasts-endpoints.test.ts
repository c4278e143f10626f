import rule from '../../tools/lint/rules/shutdown-outlasts-endpoints.ts';
import { testRule } from '../support/test-rule.ts';

const serving = (seconds: number): string => `controller:\n  shutdownGracePeriod: ${seconds}\n`;
const message = (seconds: number): string =>
  `controller.shutdownGracePeriod is ${seconds}: nginx may close its ports before nodes and load balancers have left the pod out, and refuse connections in each rollout; set it to 10 or more`;

testRule(rule, [
  { title: 'finds a controller that stops at once', layers: [serving(0)], found: [`values.yaml:2:24 ${message(0)}`] },
  { title: 'finds a second less than the default', layers: [serving(9)], found: [`values.yaml:2:24 ${message(9)}`] },
  { title: 'accepts the default', layers: [serving(10)] },
]);
