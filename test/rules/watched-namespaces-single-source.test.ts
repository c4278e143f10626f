import rule from '../../tools/lint/rules/watched-namespaces-single-source.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'refuses a selector beside one namespace',
    layers: ['controller:\n  scope:\n    enabled: true\n    namespaceSelector: team=a\n'],
    found: ['values.yaml:4:24 controller.scope.namespaceSelector stands beside controller.scope.enabled, which watches one namespace; remove it, or set enabled to false'],
  },
  { title: 'accepts a selector alone', layers: ['controller:\n  scope:\n    namespaceSelector: team=a\n'] },
  { title: 'accepts one namespace alone', layers: ['controller:\n  scope:\n    enabled: true\n    namespace: apps\n'] },
]);
