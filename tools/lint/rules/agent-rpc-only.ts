import { isReverseProxy, variableOf } from '../agent-options.ts';
import { keysSet, listAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const consequence = 'makes the agent a reverse proxy, and then it no longer answers nginx; remove it';

export default {
  id: 'agent-rpc-only',
  severity: 'error',
  summary: 'the agent answers nginx and is no reverse proxy of its own',
  check({ values }, report) {
    for (const option of keysSet(values, 'agent', 'config')) {
      if (isReverseProxy(variableOf(option))) report(['agent', 'config', option], `agent.config.${option} ${consequence}`);
    }
    listAt(values, 'agent', 'extraEnvs').forEach((entry, index) => {
      if (isReverseProxy(textAt(entry, 'name'))) report(['agent', 'extraEnvs', index, 'name'], `agent.extraEnvs[${index}] ${consequence}`);
    });
  },
} satisfies Rule;
