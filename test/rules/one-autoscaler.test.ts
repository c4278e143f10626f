import rule from '../../tools/lint/rules/one-autoscaler.ts';
import { testRule } from '../support/test-rule.ts';

const both = (autoscaling: boolean, keda: boolean): string => `controller:\n  autoscaling: {enabled: ${autoscaling}}\n  keda: {enabled: ${keda}, triggers: [{type: cron}]}\n`;

testRule(rule, [
  {
    title: 'refuses two autoscalers',
    layers: [both(true, true)],
    found: ['values.yaml:3:19 controller.keda.enabled is true beside controller.autoscaling.enabled, and one Deployment takes one autoscaler; set one of the two to false'],
  },
  { title: 'accepts the first alone', layers: [both(true, false)] },
  { title: 'accepts the second alone', layers: [both(false, true)] },
]);
