import rule from '../../tools/lint/rules/agent-external-address.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'points at the mode when the address is only missing',
    layers: ['agent:\n  mode: external\n'],
    found: ["values.yaml:2:9 agent.external.host is empty although agent.mode is external; set the agent's host name or address"],
  },
  { title: 'accepts an address', layers: ['agent:\n  mode: external\n  external:\n    host: agent.waf.svc\n'] },
  { title: 'needs no address for a sidecar', layers: ['agent:\n  mode: sidecar\n'] },
]);
