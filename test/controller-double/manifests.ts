import { stringify } from 'yaml';

/** Namespace of the trial, and name of its cluster-wide objects and of its IngressClass. */
export const trial = 'controller-double';
/** The controller class of the trial: no other controller serves it. */
const controllerClass = 'sigsci.lab/controller-double';
export const serviceAccount = `system:serviceaccount:${trial}:controller`;

/** A controller without any chart: one replica with the rights that the real one needs, as one YAML stream. */
export function controllerManifests(image: string): string {
  const objects = [account(), ...clusterRights(), ...ownRights(), ingressClass(), configMap(), service(), deployment(image)];
  return objects.map((object) => stringify(object)).join('---\n');
}

/** A pod of the image that is started with these arguments once. */
export function oncePod(image: string, name: string, args: readonly string[]): object {
  const pod = podSpec(image, args);
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: trial }, spec: { ...pod, restartPolicy: 'Never' } };
}

function metadata(name = 'controller'): object {
  return { name, namespace: trial };
}

function account(): object {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata() };
}

const rights = (apiGroup: string, resources: string[], verbs: string[], resourceNames?: string[]): object => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
  ...(resourceNames && { resourceNames }),
});

/** What the real controller calls in all namespaces, and no more. */
function clusterRights(): object[] {
  const rules = [
    rights('', ['secrets', 'configmaps', 'services'], ['list', 'watch']),
    rights('discovery.k8s.io', ['endpointslices'], ['list', 'watch']),
    rights('networking.k8s.io', ['ingresses'], ['get', 'list', 'watch']),
    rights('networking.k8s.io', ['ingressclasses'], ['list', 'watch']),
    rights('networking.k8s.io', ['ingresses/status'], ['update']),
    rights('', ['events'], ['create', 'patch']),
  ];
  return roleAndBinding('ClusterRole', trial, { name: trial }, rules);
}

function ownRights(): object[] {
  const rules = [
    rights('', ['pods'], ['get', 'list']),
    rights('', ['configmaps', 'services'], ['get'], ['controller']),
    rights('coordination.k8s.io', ['leases'], ['create']),
    rights('coordination.k8s.io', ['leases'], ['get', 'update'], [`${trial}-leader`]),
  ];
  return roleAndBinding('Role', 'controller', metadata(), rules);
}

function roleAndBinding(kind: 'ClusterRole' | 'Role', name: string, meta: object, rules: object[]): object[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const subjects = [{ kind: 'ServiceAccount', name: 'controller', namespace: trial }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind, name };
  return [{ apiVersion, kind, metadata: meta, rules }, { apiVersion, kind: `${kind}Binding`, metadata: meta, roleRef, subjects }];
}

function ingressClass(): object {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: trial }, spec: { controller: controllerClass } };
}

function configMap(): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(), data: { 'worker-processes': '1' } };
}

function service(): object {
  const ports = ['http', 'https'].map((name) => ({ name, port: name === 'http' ? 80 : 443, targetPort: name }));
  return { apiVersion: 'v1', kind: 'Service', metadata: metadata(), spec: { selector: { app: 'controller' }, ports } };
}

function deployment(image: string): object {
  const labels = { app: 'controller' };
  const args = [
    '--configmap=$(POD_NAMESPACE)/controller',
    '--publish-service=$(POD_NAMESPACE)/controller',
    `--election-id=${trial}-leader`,
    `--controller-class=${controllerClass}`,
    `--ingress-class=${trial}`,
    '--enable-metrics=true',
    '--status-update-interval=5',
  ];
  const template = { metadata: { labels }, spec: podSpec(image, args) };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata(), spec: { replicas: 1, selector: { matchLabels: labels }, template } };
}

/** The security context of the upstream chart: what the image's file capabilities must live with. */
function podSpec(image: string, args: readonly string[]): object {
  const fieldRef = (fieldPath: string): object => ({ fieldRef: { fieldPath } });
  return {
    serviceAccountName: 'controller',
    terminationGracePeriodSeconds: 30,
    containers: [
      {
        name: 'controller',
        image,
        imagePullPolicy: 'Never',
        args: ['/nginx-ingress-controller', ...args],
        env: [
          { name: 'POD_NAME', valueFrom: fieldRef('metadata.name') },
          { name: 'POD_NAMESPACE', valueFrom: fieldRef('metadata.namespace') },
        ],
        ports: [
          { name: 'http', containerPort: 80 },
          { name: 'https', containerPort: 443 },
        ],
        readinessProbe: { httpGet: { path: '/healthz', port: 10254 }, periodSeconds: 1 },
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 101,
          runAsGroup: 82,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
          seccompProfile: { type: 'RuntimeDefault' },
        },
      },
    ],
  };
}
