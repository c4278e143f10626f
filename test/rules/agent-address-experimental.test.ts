import rule from '../../tools/lint/rules/agent-address-experimental.ts';
import { testRule } from '../support/test-rule.ts';

const why = 'how the module spells a TCP address is not in any public source; try it with your images (module.text changes the spelling)';

testRule(rule, [
  { title: 'tells of pods of their own', layers: ['agent:\n  mode: service\n'], found: [`values.yaml:2:9 agent.mode service is experimental: ${why}, and nginx goes on without inspection when the agent is away`] },
  { title: 'tells of TCP inside of the pod', layers: ['agent:\n  config:\n    rpc-address: 127.0.0.1:8001\n'], found: [`values.yaml:3:18 agent.config.rpc-address is a TCP address, which is experimental: ${why}`] },
  { title: 'accepts a socket', layers: ['agent:\n  config:\n    rpc-address: unix:/sigsci/tmp/a.sock\n'] },
  { title: 'says nothing without an agent', layers: ['agent:\n  mode: none\n  config:\n    rpc-address: 127.0.0.1:8001\n'] },
]);
