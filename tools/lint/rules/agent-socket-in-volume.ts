import { agentSocket } from '../agent-address.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

const address = ['agent', 'config', 'rpc-address'];
const volume = ['agent', 'tmpVolume', 'mountPath'];

export default {
  id: 'agent-socket-in-volume',
  severity: 'error',
  summary: "nginx can reach the address that the agent listens on",
  check({ values }, report) {
    const socket = agentSocket(values);
    const mode = textAt(values, 'agent', 'mode');
    const folder = textAt(values, ...volume);
    const listening = textAt(values, ...address);
    if (mode === 'service' && /^(127\.|localhost(:|$)|\[::1\])/.test(listening)) {
      report(address, `agent.config.rpc-address is ${listening}, where the agent answers its own pod alone; remove it, agent.service.port decides the address`);
    }
    if (socket === undefined) return;
    if (mode === 'service') {
      report(address, `agent.config.rpc-address is the socket ${socket}, which no other pod reaches; remove it, agent.service.port decides the address`);
    } else if (mode === 'sidecar' && !socket.startsWith(`${folder.replace(/\/$/, '')}/`)) {
      const found = `agent.config.rpc-address is the socket ${socket}, outside of agent.tmpVolume.mountPath ${folder} that nginx shares`;
      report(address, `${found}; put it inside, or move the volume`, [volume]);
    }
  },
} satisfies Rule;
