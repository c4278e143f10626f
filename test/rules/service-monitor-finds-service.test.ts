import rule from '../../tools/lint/rules/service-monitor-finds-service.ts';
import { testRule } from '../support/test-rule.ts';

const values = (metrics: boolean, service: boolean, monitor: boolean): string =>
  `controller:\n  metrics:\n    enabled: ${metrics}\n    service: {enabled: ${service}}\n    serviceMonitor: {enabled: ${monitor}}\n`;
const found = (words: string): string[] => [`values.yaml:5:31 controller.metrics.serviceMonitor.enabled is true, and ${words} to true`];

testRule(rule, [
  { title: 'refuses a ServiceMonitor without metrics', layers: [values(false, true, true)], found: found('there are no metrics; set controller.metrics.enabled') },
  {
    title: 'refuses a ServiceMonitor without a Service',
    layers: [values(true, false, true)],
    found: found('there is no Service that it could find; set controller.metrics.service.enabled'),
  },
  { title: 'accepts one with both', layers: [values(true, true, true)] },
  { title: 'accepts metrics without either', layers: [values(true, false, false)] },
]);
