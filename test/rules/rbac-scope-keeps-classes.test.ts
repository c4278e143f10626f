import rule from '../../tools/lint/rules/rbac-scope-keeps-classes.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'tells what a scoped controller would answer',
    layers: ['rbac:\n  scope: true\ncontroller:\n  scope:\n    enabled: true\n'],
    found: ['values.yaml:2:10 rbac.scope is true, so the controller could not read IngressClasses: its pods would be Ready and answer 404 for every Ingress with ingressClassName; remove it, controller.scope.enabled leaves that right alone cluster-wide, or set rbac.create to false and grant the rights yourself'],
  },
  {
    title: 'tells that one which watches everything would lack its rights',
    layers: ['rbac:\n  scope: true\n'],
    found: ['values.yaml:2:10 rbac.scope is true although controller.scope.enabled is false, so the controller would lack the right to what it watches; remove it, or set controller.scope.enabled to true instead'],
  },
  { title: 'accepts it where the chart grants nothing', layers: ['rbac:\n  create: false\n  scope: true\n'] },
  { title: 'accepts a scoped controller', layers: ['controller:\n  scope:\n    enabled: true\n'] },
]);
