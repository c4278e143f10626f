import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'agent-external-address',
  severity: 'error',
  summary: 'an agent elsewhere has an address',
  check({ values }, report) {
    if (textAt(values, 'agent', 'mode') !== 'external' || textAt(values, 'agent', 'external', 'host') !== '') return;
    const message = "agent.external.host is empty although agent.mode is external; set the agent's host name or address";
    report(['agent', 'external', 'host'], message, [['agent', 'mode']]);
  },
} satisfies Rule;
