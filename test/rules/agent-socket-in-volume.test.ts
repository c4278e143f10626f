import rule from '../../tools/lint/rules/agent-socket-in-volume.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'refuses a folder whose name only begins like that of the volume',
    layers: ['agent:\n  config:\n    rpc-address: unix:/sigsci/tmp2/sigsci.sock\n'],
    found: ['values.yaml:3:18 agent.config.rpc-address is the socket /sigsci/tmp2/sigsci.sock, outside of agent.tmpVolume.mountPath /sigsci/tmp that nginx shares; put it inside, or move the volume'],
  },
  {
    title: "refuses a socket for the agent's own pods",
    layers: ['agent:\n  mode: service\n  config:\n    rpc-address: /sigsci/tmp/sigsci.sock\n'],
    found: ['values.yaml:4:18 agent.config.rpc-address is the socket /sigsci/tmp/sigsci.sock, which no other pod reaches; remove it, agent.service.port decides the address'],
  },
  {
    title: "refuses the loopback address for the agent's own pods",
    layers: ['agent:\n  mode: service\n  config:\n    rpc-address: "[::1]:8001"\n'],
    found: ['values.yaml:4:18 agent.config.rpc-address is [::1]:8001, where the agent answers its own pod alone; remove it, agent.service.port decides the address'],
  },
  { title: "accepts every address for the agent's own pods", layers: ['agent:\n  mode: service\n  config:\n    rpc-address: 0.0.0.0:9000\n'] },
  { title: 'accepts a socket inside', layers: ['agent:\n  config:\n    rpc-address: unix:/sigsci/tmp/rpc/agent.sock\n'] },
  { title: 'accepts a volume that ends in a slash', layers: ['agent:\n  tmpVolume:\n    mountPath: /waf/\n  config:\n    rpc-address: unix:/waf/agent.sock\n'] },
  { title: 'accepts TCP', layers: ['agent:\n  config:\n    rpc-address: 127.0.0.1:8001\n'] },
]);
