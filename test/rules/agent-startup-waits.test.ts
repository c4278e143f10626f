import rule from '../../tools/lint/rules/agent-startup-waits.ts';
import { testRule } from '../support/test-rule.ts';

const remedy = "use rules unless new pods must start without the vendor's cloud";

testRule(rule, [
  { title: 'tells what none means', layers: ['agent:\n  startup: none\n'], found: [`values.yaml:2:12 agent.startup is none: a new pod serves before its agent inspects; ${remedy}`] },
  {
    title: 'tells what started means',
    layers: ['agent:\n  startup: started\n'],
    found: [`values.yaml:2:12 agent.startup is started: a new pod may serve before its agent has rules, and that its listener opens early is unverified; ${remedy}`],
  },
  { title: 'accepts rules', layers: ['agent:\n  startup: rules\n'] },
  { title: 'says nothing without an agent', layers: ['agent:\n  mode: none\n  startup: none\n'] },
]);
