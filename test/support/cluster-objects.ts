import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inScratchFolder } from './scratch-folder.ts';
import type { Rendered } from './helm.ts';

/** Kinds that the chart renders or looks up, by the API that has them: Helm maps every object of a render to one. */
const resources: Readonly<Record<string, readonly (readonly [name: string, kind: string, namespaced: boolean])[]>> = {
  v1: [['configmaps', 'ConfigMap', true], ['pods', 'Pod', true], ['secrets', 'Secret', true], ['serviceaccounts', 'ServiceAccount', true], ['services', 'Service', true]],
  'admissionregistration.k8s.io/v1': [['validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', false]],
  'apps/v1': [['daemonsets', 'DaemonSet', true], ['deployments', 'Deployment', true]],
  'networking.k8s.io/v1': [['ingressclasses', 'IngressClass', false], ['ingresses', 'Ingress', true]],
  'policy/v1': [['poddisruptionbudgets', 'PodDisruptionBudget', true]],
  'rbac.authorization.k8s.io/v1': [['clusterrolebindings', 'ClusterRoleBinding', false], ['clusterroles', 'ClusterRole', false], ['rolebindings', 'RoleBinding', true], ['roles', 'Role', true]],
};

/**
 * Gives `use` the path of a kubeconfig of a stand-in for an API server, on a loopback port of its own, that knows these
 * objects and no others: for what templates do with `lookup`. It answers discovery and single reads, and nothing else.
 */
export async function withClusterObjects<T>(objects: readonly Rendered[], use: (kubeconfig: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const answer = answerTo(new URL(request.url ?? '/', 'http://cluster').pathname, objects);
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await inScratchFolder({}, async (folder) => {
      const kubeconfig = join(folder, 'kubeconfig.json');
      await writeFile(kubeconfig, JSON.stringify(configFor((server.address() as AddressInfo).port)));
      return use(kubeconfig);
    });
  } finally {
    server.close();
  }
}

function configFor(port: number): object {
  return {
    apiVersion: 'v1', kind: 'Config', 'current-context': 'it',
    clusters: [{ name: 'it', cluster: { server: `http://127.0.0.1:${port}` } }],
    contexts: [{ name: 'it', context: { cluster: 'it', user: 'it' } }],
    users: [{ name: 'it', user: {} }],
  };
}

function answerTo(path: string, objects: readonly Rendered[]): object | undefined {
  const groups = Object.keys(resources).filter((api) => api !== 'v1').map((api) => ({ name: api.split('/')[0], versions: [{ groupVersion: api, version: 'v1' }] }));
  if (path === '/version') return { major: '1', minor: '34', gitVersion: 'v1.34.4' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups };
  const [, api = '', rest = ''] = /^\/apis?\/((?:[a-z0-9.]+\.k8s\.io\/|apps\/|policy\/)?v1)(?:\/(.*))?$/.exec(path) ?? [];
  if (resources[api] && rest === '') return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: api, resources: resources[api].map(([name, kind, namespaced]) => ({ name, kind, namespaced, verbs: ['get', 'list'] })) };
  return objects.find((object) => object.apiVersion === api && rest === placeOf(object, api));
}

function placeOf({ kind, metadata }: Rendered, api: string): string {
  const [name = '', , namespaced = false] = resources[api]?.find(([, known]) => known === kind) ?? [];
  return `${namespaced ? `namespaces/${metadata.namespace}/` : ''}${name}/${metadata.name}`;
}
