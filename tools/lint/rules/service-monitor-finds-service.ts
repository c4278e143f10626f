import { mapAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'service-monitor-finds-service',
  severity: 'error',
  summary: 'a ServiceMonitor has metrics and a Service to find them by',
  check({ values }, report) {
    const metrics = ['controller', 'metrics'];
    const isOn = (...key: string[]): boolean => mapAt(values, ...metrics, ...key)['enabled'] === true;
    if (!isOn('serviceMonitor')) return;
    const path = [...metrics, 'serviceMonitor', 'enabled'];
    if (!isOn()) report(path, `${path.join('.')} is true, and there are no metrics; set controller.metrics.enabled to true`, [[...metrics, 'enabled']]);
    else if (!isOn('service')) report(path, `${path.join('.')} is true, and there is no Service that it could find; set controller.metrics.service.enabled to true`, [[...metrics, 'service', 'enabled']]);
  },
} satisfies Rule;
