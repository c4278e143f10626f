import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'agent-inspects-requests',
  severity: 'warning',
  summary: 'requests are inspected',
  check({ values }, report) {
    if (textAt(values, 'agent', 'mode') !== 'none') return;
    report(['agent', 'mode'], 'agent.mode is none: no request is inspected; use sidecar, or keep none while the WAF is to be off');
  },
} satisfies Rule;
