import rule from '../../tools/lint/rules/agent-traffic-restricted.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'tells who reads and who asks',
    layers: ['agent:\n  mode: service\n'],
    found: ["values.yaml:2:9 agent.service.networkPolicy.enabled is false: with agent.mode service requests cross the cluster's network in clear, and every pod reaches the agents; set it to true"],
  },
  { title: 'accepts agents with a policy', layers: ['agent:\n  mode: service\n  service:\n    networkPolicy:\n      enabled: true\n'] },
  { title: 'accepts the sidecar', layers: ['agent:\n  mode: sidecar\n'] },
]);
