import { mapAt } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** Arguments that the chart writes, and the value that changes each. */
const owned: Readonly<Record<string, string>> = {
  configmap: 'controller.config',
  'controller-class': 'controller.ingressClassResource.controllerValue',
  'election-id': 'controller.electionID',
  'ingress-class': 'controller.ingressClass',
  'publish-service': 'controller.publishService.pathOverride',
  'shutdown-grace-period': 'controller.shutdownGracePeriod',
};
const scope = ['watch-namespace', 'watch-namespace-selector'];

export default {
  id: 'controller-args-owned',
  severity: 'error',
  summary: 'no argument of the controller repeats what the chart writes',
  check({ values }, report) {
    for (const name of Object.keys(mapAt(values, 'controller', 'extraArgs'))) {
      const path = ['controller', 'extraArgs', name];
      if (Object.hasOwn(owned, name)) report(path, `${path.join('.')} is an argument that the chart writes itself; remove it and use ${owned[name]}`);
      if (scope.includes(name)) {
        report(path, `${path.join('.')} narrows the controller to some namespaces, for which its grants come with a later version; remove it`);
      }
    }
  },
} satisfies Rule;
