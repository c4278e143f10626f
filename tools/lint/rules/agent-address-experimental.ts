import { agentSocket } from '../agent-address.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const why = 'how the module spells a TCP address is not in any public source; try it with your images (module.text changes the spelling)';

export default {
  id: 'agent-address-experimental',
  severity: 'warning',
  summary: 'an agent that nginx reaches over TCP is experimental',
  check({ values }, report) {
    const mode = textAt(values, 'agent', 'mode');
    if (mode === 'service' || mode === 'external') {
      report(['agent', 'mode'], `agent.mode ${mode} is experimental: ${why}, and nginx goes on without inspection when the agent is away`);
    } else if (mode === 'sidecar' && agentSocket(values) === undefined) {
      report(['agent', 'config', 'rpc-address'], `agent.config.rpc-address is a TCP address, which is experimental: ${why}`);
    }
  },
} satisfies Rule;
