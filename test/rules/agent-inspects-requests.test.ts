import rule from '../../tools/lint/rules/agent-inspects-requests.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  { title: 'tells that nothing is inspected', layers: ['agent:\n  mode: none\n'], found: ['values.yaml:2:9 agent.mode is none: no request is inspected; use sidecar, or keep none while the WAF is to be off'] },
  { title: 'accepts the sidecar', layers: ['agent:\n  mode: sidecar\n'] },
]);
