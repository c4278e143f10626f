import { keysSet, mapAt, textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** Arguments that the chart writes, and the value that changes each. */
const always: Readonly<Record<string, string>> = {
  configmap: 'controller.config',
  'controller-class': 'controller.ingressClassResource.controllerValue',
  'election-id': 'controller.electionID',
  'ingress-class': 'controller.ingressClass',
  'publish-service': 'controller.publishService.pathOverride',
  'shutdown-grace-period': 'controller.shutdownGracePeriod',
  'watch-namespace': 'controller.scope.namespace',
  'watch-namespace-selector': 'controller.scope.namespaceSelector',
};

export default {
  id: 'controller-args-owned',
  severity: 'error',
  summary: 'no argument of the controller repeats what the chart writes',
  check({ values }, report) {
    const streams = ['tcp', 'udp'].filter((protocol) => keysSet(values, protocol).length > 0);
    const owned = new Map([...Object.entries(always), ...streams.map((protocol) => [`${protocol}-services-configmap`, protocol] as const)]);
    for (const name of Object.keys(mapAt(values, 'controller', 'extraArgs'))) {
      const path = ['controller', 'extraArgs', name];
      if (owned.has(name)) report(path, `${path.join('.')} is an argument that the chart writes itself; remove it and use ${owned.get(name)}`);
      if (name === 'default-backend-service' && textAt(values, 'defaultBackend', 'enabled') !== '') {
        const enabled = ['defaultBackend', 'enabled'];
        report(path, `${path.join('.')} names a default backend beside that of defaultBackend.enabled; remove it, or set defaultBackend.enabled to false`, [enabled]);
      }
    }
  },
} satisfies Rule;
