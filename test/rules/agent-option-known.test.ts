import rule from '../../tools/lint/rules/agent-option-known.ts';
import { testRule } from '../support/test-rule.ts';

const ignored = 'and the agent ignores what it does not know';

testRule(rule, [
  {
    title: 'suggests the option that was meant',
    layers: ['agent:\n  config:\n    max-proc: 2\n'],
    found: [`values.yaml:3:15 agent.config.max-proc is no documented option, ${ignored}; did you mean "max-procs"?`],
  },
  {
    title: 'knows the misspelt variables that circulate',
    layers: ['agent:\n  extraEnvs:\n    - name: SIGSCI_HOSTNAME\n      value: x\n    - name: SIGSCI_AGENT_HOST\n      value: x\n'],
    found: [
      `values.yaml:3:13 agent.extraEnvs[0].name SIGSCI_HOSTNAME is no documented variable, ${ignored}; did you mean "SIGSCI_SERVER_HOSTNAME"?`,
      "values.yaml:5:13 agent.extraEnvs[1].name SIGSCI_AGENT_HOST belongs to the vendor's Node module, and the agent ignores what it does not know; remove it",
    ],
  },
  {
    title: 'tells what replaces a deprecated option',
    layers: ['agent:\n  config:\n    inspection-alt-response-codes: "503"\n'],
    found: ['values.yaml:3:36 agent.config.inspection-alt-response-codes is deprecated; set the response code in the console, for each site'],
  },
  { title: 'accepts documented options and foreign variables', layers: ['agent:\n  config:\n    max-procs: 2\n  extraEnvs:\n    - {name: SITE_REGION, value: eu}\n'] },
]);
