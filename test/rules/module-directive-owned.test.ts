import rule from '../../tools/lint/rules/module-directive-owned.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'refuses the address',
    layers: ['module:\n  directives:\n    sigsci_agent_port: 8001\n'],
    found: ['values.yaml:3:24 module.directives.sigsci_agent_port is written by the chart from agent.*; remove it (module.text changes only its spelling)'],
  },
  { title: 'accepts another directive', layers: ['module:\n  directives:\n    sigsci_agent_timeout: 200\n'] },
  { title: 'says nothing where the chart writes no directive', layers: ['agent:\n  mode: none\nmodule:\n  directives:\n    sigsci_agent_host: localhost\n'] },
]);
