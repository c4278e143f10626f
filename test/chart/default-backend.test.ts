import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, controllerPod } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('the default backend');
const name = 'rel-sigsci-ingress-defaultbackend';

const render = (own: Values = {}, more: Values = {}): Promise<Rendered[]> => template({ defaultBackend: { enabled: true, ...own }, ...more });
const deployment = async (own: Values = {}): Promise<Rendered> => pick(await render(own), 'Deployment', '-defaultbackend').spec;
const pod = async (own: Values = {}): Promise<Rendered> => (await deployment(own)).template.spec;
const container = async (own: Values = {}): Promise<Rendered> => (await pod(own)).containers[0];
const ofBackend = (rendered: readonly Rendered[]): string[] =>
  rendered.filter(({ metadata }) => metadata.labels['app.kubernetes.io/component'] === 'default-backend').map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
const backendArguments = (rendered: readonly Rendered[]): string[] => containerOf(controllerPod(rendered), 'controller').args.filter((arg: string) => arg.startsWith('--default-backend-service'));

test('is not there unless asked for, whatever else is set', async () => {
  const own = { enabled: false, replicaCount: 3, autoscaling: { enabled: true }, networkPolicy: { enabled: true }, extraConfigMaps: [{ name: 'pages', data: { a: 'b' } }] };
  const rendered = await template({ defaultBackend: own });
  assert.equal(ofBackend(rendered), []);
  assert.equal(backendArguments(rendered), []);
});

test('is a Deployment with a Service and a ServiceAccount of its own', async () => {
  assert.equal(ofBackend(await render()), [`Deployment ${name}`, `Service ${name}`, 'ServiceAccount rel-sigsci-ingress-backend']);
});

test('is what the controller is told of, before its other addresses, and may read', async () => {
  const rendered = await render();
  assert.equal(backendArguments(rendered), [`--default-backend-service=$(POD_NAMESPACE)/${name}`]);
  assert.is(containerOf(controllerPod(rendered), 'controller').args[1], backendArguments(rendered)[0]);
  const [services] = pick(rendered, 'Role').rules.filter(({ resources }: Rendered) => resources.includes('services'));
  assert.equal([services.verbs, services.resourceNames], [['get'], ['rel-sigsci-ingress-controller', name]]);
});

test('another name of it is followed by the argument and the grant', async () => {
  const rendered = await render({ name: 'errors' });
  assert.equal(backendArguments(rendered), ['--default-backend-service=$(POD_NAMESPACE)/rel-sigsci-ingress-errors']);
  assert.match(JSON.stringify(pick(rendered, 'Role').rules), '"rel-sigsci-ingress-errors"');
});

test('its image comes from registry.k8s.io, a mirror, or a registry of its own', async () => {
  const image = async (own: Values, more: Values = {}): Promise<string> => pick(await render({ image: own }, more), 'Deployment', '-defaultbackend').spec.template.spec.containers[0].image;
  const mirror = { global: { image: { registry: 'mirror.example.com' } } };
  const digest = `sha256:${'a'.repeat(64)}`;
  assert.is(await image({}), 'registry.k8s.io/ingress-nginx/custom-error-pages:v1.2.9');
  assert.is(await image({}, mirror), 'mirror.example.com/ingress-nginx/custom-error-pages:v1.2.9');
  assert.is(await image({ registry: 'own.example.com', tag: '1' }, mirror), 'own.example.com/ingress-nginx/custom-error-pages:1');
  assert.is(await image({ repository: 'ghcr.io/team/pages', tag: `3.3.2@${digest}` }, mirror), `ghcr.io/team/pages:3.3.2@${digest}`);
  assert.is(await image({ digest }), `registry.k8s.io/ingress-nginx/custom-error-pages:v1.2.9@${digest}`);
  assert.is(await image({ digest: false }), 'registry.k8s.io/ingress-nginx/custom-error-pages:v1.2.9');
});

test('its pod keeps to Pod Security restricted, on a read-only root, without a token', async () => {
  const spec = await pod();
  assert.is(spec.automountServiceAccountToken, false);
  assert.equal(spec.containers[0].securityContext, {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsGroup: 65534,
    runAsNonRoot: true,
    runAsUser: 65534,
    seccompProfile: { type: 'RuntimeDefault' },
  });
});

test('a security context of the user stands in place of the whole', async () => {
  assert.equal((await container({ containerSecurityContext: { runAsUser: 101 } })).securityContext, { runAsUser: 101 });
});

test('the token is mounted where it is asked for, by the ServiceAccount and the pod', async () => {
  const rendered = await render({ serviceAccount: { automountServiceAccountToken: true } });
  assert.is(pick(rendered, 'ServiceAccount', '-backend').automountServiceAccountToken, true);
  assert.is(pick(rendered, 'Deployment', '-defaultbackend').spec.template.spec.automountServiceAccountToken, true);
});

test('the ServiceAccount is created, named, or the one that ingress-nginx would take', async () => {
  assert.is((await pod()).serviceAccountName, 'rel-sigsci-ingress-backend');
  const named = await render({ serviceAccount: { name: 'errors' } });
  assert.is(pick(named, 'Deployment', '-defaultbackend').spec.template.spec.serviceAccountName, pick(named, 'ServiceAccount', 'errors').metadata.name);
  const foreign = await render({ serviceAccount: { create: false } });
  assert.is(pick(foreign, 'Deployment', '-defaultbackend').spec.template.spec.serviceAccountName, 'default-backend');
  assert.equal(ofBackend(foreign).filter((object) => object.startsWith('ServiceAccount')), []);
});

test('both probes ask /healthz at its port, which the Service leads to', async () => {
  const { ports, livenessProbe, readinessProbe } = await container({ port: 8081 });
  assert.equal(ports, [{ name: 'http', containerPort: 8081, protocol: 'TCP' }]);
  const httpGet = { path: '/healthz', port: 8081, scheme: 'HTTP' };
  assert.equal(livenessProbe, { httpGet, initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 3 });
  assert.equal(readinessProbe, { httpGet, initialDelaySeconds: 0, periodSeconds: 5, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 6 });
  const [port] = pick(await render({ port: 8081, service: { servicePort: 81 } }), 'Service', '-defaultbackend').spec.ports;
  assert.equal(port, { name: 'http', port: 81, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' });
});

test('arguments and environment of the container', async () => {
  const { args, env } = await container({ extraArgs: { quiet: '', level: 3, size: 10485760 }, extraEnvs: [{ name: 'TEMPLATE', value: '{{ .Release.Name }}' }] });
  assert.equal(args, ['--level=3', '--quiet', '--size=10485760']);
  assert.equal(env, [{ name: 'TEMPLATE', value: 'rel' }]);
  const plain = await container();
  assert.equal([plain.args, plain.env, plain.volumeMounts], [undefined, undefined, undefined]);
});

test('fields of the pod', async () => {
  const own = {
    affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
    nodeSelector: { zone: 'a' },
    tolerations: [{ key: 'k', operator: 'Exists' }],
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { 'app.kubernetes.io/instance': '{{ .Release.Name }}' } } }],
    priorityClassName: 'low',
    runtimeClassName: 'sandbox',
  };
  const spec = await pod({ ...own, podSecurityContext: { fsGroup: 101 } });
  assert.is(spec.topologySpreadConstraints[0].labelSelector.matchLabels['app.kubernetes.io/instance'], 'rel');
  for (const field of ['affinity', 'tolerations', 'priorityClassName', 'runtimeClassName'] as const) assert.equal(spec[field], own[field], field);
  assert.equal(spec.nodeSelector, { 'kubernetes.io/os': 'linux', zone: 'a' });
  assert.equal(spec.securityContext, { fsGroup: 101 });
});

test('labels reach every object and pod, those of the pod only pods', async () => {
  const rendered = await render({ labels: { team: 'edge' }, podLabels: { pages: 'plain' }, podAnnotations: { 'example.com/weight': 3 } });
  for (const [kind, end] of [['Deployment', '-defaultbackend'], ['Service', '-defaultbackend'], ['ServiceAccount', '-backend']] as const) {
    const { labels } = pick(rendered, kind, end).metadata;
    assert.equal([labels.team, labels.pages], ['edge', undefined], kind);
  }
  const { metadata } = pick(rendered, 'Deployment', '-defaultbackend').spec.template;
  assert.equal([metadata.labels.team, metadata.labels.pages], ['edge', 'plain']);
  assert.equal(metadata.annotations, { 'example.com/weight': '3' });
  assert.not.match(JSON.stringify(pick(rendered, 'Deployment', '-controller')), 'edge');
});

test('the strategy is left to Kubernetes unless set', async () => {
  assert.is((await deployment()).strategy, undefined);
  assert.equal((await deployment({ updateStrategy: { type: 'Recreate' } })).strategy, { type: 'Recreate' });
});

test('beside an autoscaler the Deployment says nothing of replicas', async () => {
  assert.is((await deployment({ replicaCount: 3 })).replicas, 3);
  assert.is((await deployment({ replicaCount: 3, autoscaling: { enabled: true } })).replicas, undefined);
});

test('the autoscaler aims at CPU use, and at memory use where asked for', async () => {
  const scaler = async (autoscaling: Values): Promise<Rendered> => pick(await render({ autoscaling: { enabled: true, ...autoscaling } }), 'HorizontalPodAutoscaler').spec;
  const metrics = (spec: Rendered): unknown => spec.metrics?.map(({ resource }: Rendered) => [resource.name, resource.target.averageUtilization]);
  const plain = await scaler({});
  assert.equal(plain.scaleTargetRef, { apiVersion: 'apps/v1', kind: 'Deployment', name });
  assert.equal([plain.minReplicas, plain.maxReplicas, metrics(plain)], [1, 2, [['cpu', 50]]]);
  assert.equal(metrics(await scaler({ targetMemoryUtilizationPercentage: 70 })), [['memory', 70], ['cpu', 50]]);
  assert.is(metrics(await scaler({ targetCPUUtilizationPercentage: 0 })), undefined);
});

test('the use is measured against requests, which the container has', async () => {
  assert.equal((await container()).resources.requests, { cpu: '10m', memory: '20Mi' });
});

test('a disruption budget exists where more than one pod always runs, with exactly one limit', async () => {
  const budgets = async (own: Values): Promise<Rendered[]> => (await render(own)).filter(({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.name === name).map(({ spec }) => spec);
  assert.equal(await budgets({}), []);
  assert.equal(await budgets({ replicaCount: 3, autoscaling: { enabled: true } }), []);
  assert.is((await budgets({ autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 3 } })).length, 1);
  const [one] = await budgets({ replicaCount: 2 });
  assert.equal([one.minAvailable, one.maxUnavailable, one.unhealthyPodEvictionPolicy], [1, undefined, 'AlwaysAllow']);
  const [zero] = await budgets({ replicaCount: 2, maxUnavailable: 0 });
  assert.equal([zero.minAvailable, zero.maxUnavailable], [undefined, 0]);
  assert.is((await budgets({ replicaCount: 2, minAvailable: 0 }))[0].minAvailable, 0);
});

test('the network policy admits its port and lets nothing out', async () => {
  const { spec } = pick(await render({ port: 8081, networkPolicy: { enabled: true } }), 'NetworkPolicy');
  assert.equal([spec.policyTypes, spec.ingress, spec.egress], [['Ingress', 'Egress'], [{ ports: [{ protocol: 'TCP', port: 8081 }] }], undefined]);
  assert.equal(spec.podSelector.matchLabels, (await deployment()).selector.matchLabels);
});

test('fields of the Service', async () => {
  const own = { clusterIP: '198.19.0.9', clusterIPs: ['198.19.0.9'], externalIPs: ['192.0.2.9'], loadBalancerIP: '192.0.2.7', loadBalancerSourceRanges: ['192.0.2.0/24'], type: 'LoadBalancer' };
  const { metadata, spec } = pick(await render({ service: { ...own, annotations: { 'example.com/name': '{{ .Release.Name }}' } } }), 'Service', '-defaultbackend');
  for (const [field, value] of Object.entries(own)) assert.equal(spec[field], value, field);
  assert.equal(metadata.annotations, { 'example.com/name': 'rel' });
  assert.equal(Object.keys(pick(await render(), 'Service', '-defaultbackend').spec).sort(), ['ports', 'selector', 'type']);
});

test('ConfigMaps of the user keep their text, braces and all', async () => {
  const page = '<p>{{ code }}</p>\n';
  const rendered = await render({
    extraConfigMaps: [{ name: 'pages', labels: { kind: 'page' }, data: { '404.html': page } }, { name: 'empty' }],
    extraVolumes: [{ name: 'pages', configMap: { name: 'pages' } }],
    extraVolumeMounts: [{ name: 'pages', mountPath: '/www' }],
  });
  const { metadata, data } = pick(rendered, 'ConfigMap', 'pages');
  assert.equal([metadata.namespace, metadata.labels.kind, data], ['ns', 'page', { '404.html': page }]);
  assert.is(pick(rendered, 'ConfigMap', 'empty').data, undefined);
  const spec = pick(rendered, 'Deployment', '-defaultbackend').spec.template.spec;
  assert.equal([spec.volumes[0].name, spec.containers[0].volumeMounts[0].mountPath], ['pages', '/www']);
});

test('a pull secret reaches its pod', async () => {
  const imagePullSecrets = [{ name: 'registry' }];
  assert.equal(pick(await render({}, { imagePullSecrets }), 'Deployment', '-defaultbackend').spec.template.spec.imagePullSecrets, imagePullSecrets);
});

test('with nameOverride ingress-nginx names, container and selector are those of the chart that it takes over', async () => {
  const taken = pick(await render({}, { nameOverride: 'ingress-nginx' }), 'Deployment', '-defaultbackend');
  assert.is(taken.metadata.name, 'rel-ingress-nginx-defaultbackend');
  assert.is(taken.spec.template.spec.containers[0].name, 'ingress-nginx-default-backend');
  assert.equal(taken.spec.selector.matchLabels, {
    'app.kubernetes.io/name': 'ingress-nginx',
    'app.kubernetes.io/instance': 'rel',
    'app.kubernetes.io/component': 'default-backend',
  });
});

test('defaults that are taken away by null leave fields to Kubernetes', async () => {
  const spec = await deployment({ replicaCount: null, livenessProbe: null, readinessProbe: { timeoutSeconds: null }, resources: null, nodeSelector: null });
  const { livenessProbe, readinessProbe, resources } = spec.template.spec.containers[0];
  assert.equal([spec.replicas, livenessProbe, resources, readinessProbe.timeoutSeconds, spec.template.spec.nodeSelector], [undefined, undefined, undefined, undefined, undefined]);
});

test.run();
