import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const consequences: Readonly<Record<string, string>> = {
  none: 'a new pod serves before its agent inspects',
  started: 'a new pod may serve before its agent has rules, and that its listener opens early is unverified',
};

export default {
  id: 'agent-startup-waits',
  severity: 'warning',
  summary: 'a new pod waits until its agent has rules',
  check({ values }, report) {
    const startup = textAt(values, 'agent', 'startup');
    const consequence = Object.hasOwn(consequences, startup) ? consequences[startup] : undefined;
    if (consequence === undefined || textAt(values, 'agent', 'mode') === 'none') return;
    report(['agent', 'startup'], `agent.startup is ${startup}: ${consequence}; use rules unless new pods must start without the vendor's cloud`);
  },
} satisfies Rule;
