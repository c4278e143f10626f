import rule from '../../tools/lint/rules/value-type-change.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'names the layer whose map is gone',
    layers: ['controller:\n  podAnnotations:\n    team: edge\n', 'controller:\n  podAnnotations: team=edge\n'],
    found: ['values.yaml:2:19 controller.podAnnotations is a string here and a map in below-1.yaml, so nothing of that map stays; use the same type, or null to remove it'],
  },
  {
    title: "sees the chart's own maps",
    layers: ['agent:\n  resources: []\n'],
    found: ['values.yaml:2:14 agent.resources is a list here and a map in sigsci-ingress/values.yaml, so nothing of that map stays; use the same type, or null to remove it'],
  },
  {
    title: 'speaks of an integer',
    layers: ['controller:\n  podAnnotations:\n    team: edge\n', 'controller:\n  podAnnotations: 4\n'],
    found: ['values.yaml:2:19 controller.podAnnotations is an integer here and a map in below-1.yaml, so nothing of that map stays; use the same type, or null to remove it'],
  },
  { title: 'accepts null, and maps over maps', layers: ['controller:\n  podAnnotations:\n    team: edge\n', 'controller:\n  podAnnotations: null\nagent:\n  resources: {}\n'] },
]);
