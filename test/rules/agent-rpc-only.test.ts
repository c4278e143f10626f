import rule from '../../tools/lint/rules/agent-rpc-only.ts';
import { testRule } from '../support/test-rule.ts';

const consequence = 'makes the agent a reverse proxy, and then it no longer answers nginx; remove it';

testRule(rule, [
  { title: 'refuses a listener', layers: ['agent:\n  config:\n    revproxy-listener: "web:{}"\n'], found: [`values.yaml:3:24 agent.config.revproxy-listener ${consequence}`] },
  { title: 'refuses the old name as a variable', layers: ['agent:\n  extraEnvs:\n    - {name: SIGSCI_REVERSE_PROXY, value: "true"}\n'], found: [`values.yaml:3:14 agent.extraEnvs[0] ${consequence}`] },
  { title: 'accepts an option with a similar name', layers: ['agent:\n  config:\n    bypass-egress-proxy-for-upstreams: true\n'] },
]);
