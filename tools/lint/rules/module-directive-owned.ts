import { keysSet, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'module-directive-owned',
  severity: 'error',
  summary: "the agent's address in nginx follows from agent.*",
  check({ values }, report) {
    if (textAt(values, 'agent', 'mode') === 'none') return;
    const directives = keysSet(values, 'module', 'directives');
    for (const name of ['sigsci_agent_host', 'sigsci_agent_port']) {
      if (!directives.includes(name)) continue;
      report(['module', 'directives', name], `module.directives.${name} is written by the chart from agent.*; remove it (module.text changes only its spelling)`);
    }
  },
} satisfies Rule;
