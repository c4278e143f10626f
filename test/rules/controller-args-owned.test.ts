import rule from '../../tools/lint/rules/controller-args-owned.ts';
import { testRule } from '../support/test-rule.ts';

const args = (name: string): string => `controller:\n  extraArgs:\n    ${name}: a/b\n`;
const owned = { configmap: 'config', 'controller-class': 'ingressClassResource.controllerValue', 'election-id': 'electionID', 'ingress-class': 'ingressClass', 'publish-service': 'publishService.pathOverride', 'shutdown-grace-period': 'shutdownGracePeriod' };

testRule(rule, [
  ...Object.entries(owned).map(([name, value]) => ({
    title: `names the value in place of ${name}`,
    layers: [args(name)],
    found: [`values.yaml:3:${name.length + 7} controller.extraArgs.${name} is an argument that the chart writes itself; remove it and use controller.${value}`],
  })),
  {
    title: 'says that single namespaces come later',
    layers: [args('watch-namespace')],
    found: ['values.yaml:3:22 controller.extraArgs.watch-namespace narrows the controller to some namespaces, for which its grants come with a later version; remove it'],
  },
  { title: 'accepts an argument of the user', layers: [args('default-ssl-certificate')] },
]);
