import rule from '../../tools/lint/rules/controller-args-owned.ts';
import { testRule } from '../support/test-rule.ts';

const args = (name: string): string => `controller:\n  extraArgs:\n    ${name}: a/b\n`;
const owned = { configmap: 'config', 'controller-class': 'ingressClassResource.controllerValue', 'election-id': 'electionID', 'ingress-class': 'ingressClass', 'publish-service': 'publishService.pathOverride', 'shutdown-grace-period': 'shutdownGracePeriod', 'watch-namespace': 'scope.namespace', 'watch-namespace-selector': 'scope.namespaceSelector' };

testRule(rule, [
  ...Object.entries(owned).map(([name, value]) => ({
    title: `names the value in place of ${name}`,
    layers: [args(name)],
    found: [`values.yaml:3:${name.length + 7} controller.extraArgs.${name} is an argument that the chart writes itself; remove it and use controller.${value}`],
  })),
  {
    title: 'refuses a second default backend',
    layers: [`${args('default-backend-service')}defaultBackend:\n  enabled: true\n`],
    found: ['values.yaml:3:30 controller.extraArgs.default-backend-service names a default backend beside that of defaultBackend.enabled; remove it, or set defaultBackend.enabled to false'],
  },
  { title: 'accepts the only default backend', layers: [args('default-backend-service')] },
  {
    title: 'names tcp and udp in place of their ConfigMaps',
    layers: ['controller:\n  extraArgs:\n    tcp-services-configmap: a/b\n    udp-services-configmap: a/b\ntcp: { "5432": a/b:1 }\nudp: { "53": null }\n'],
    found: ['values.yaml:3:29 controller.extraArgs.tcp-services-configmap is an argument that the chart writes itself; remove it and use tcp'],
  },
  { title: 'accepts a ConfigMap of the user where the chart writes none', layers: [args('tcp-services-configmap')] },
  { title: 'accepts an argument of the user', layers: [args('default-ssl-certificate')] },
]);
