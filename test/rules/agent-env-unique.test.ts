import rule from '../../tools/lint/rules/agent-env-unique.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'names both places of a variable',
    layers: ['agent:\n  config:\n    max-procs: 2\n  extraEnvs:\n    - name: SIGSCI_MAX_PROCS\n      value: "4"\n'],
    found: ['values.yaml:5:13 agent.extraEnvs[0] sets SIGSCI_MAX_PROCS, which agent.config.max-procs sets too; keep one of the two'],
  },
  {
    title: 'knows the variables that the chart writes',
    layers: ['agent:\n  extraEnvs:\n    - {name: SIGSCI_STARTUP_PROBE_LISTENER, value: "127.0.0.1:2024"}\n'],
    found: ['values.yaml:3:14 agent.extraEnvs[0] sets SIGSCI_STARTUP_PROBE_LISTENER, which the chart (agent.config.startup-probe-listener changes it) sets too; keep one of the two'],
  },
  { title: 'lets the listener be set where the chart has no probe', layers: ['agent:\n  startup: none\n  extraEnvs:\n    - {name: SIGSCI_STARTUP_PROBE_LISTENER, value: "127.0.0.1:2024"}\n'] },
  { title: 'accepts different variables', layers: ['agent:\n  extraEnvs:\n    - {name: A, value: x}\n    - {name: B, value: x}\n'] },
]);
