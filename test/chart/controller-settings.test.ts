import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, TemplateOptions, Values } from '../support/helm.ts';
import { containerOf, controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('settings of the controller pods');

const podOf = async (controller: Values, options: TemplateOptions = {}): Promise<Rendered> => controllerTemplate(await template({ controller }, options)).spec;
const containerWith = async (controller: Values, options: TemplateOptions = {}): Promise<Rendered> => containerOf(await podOf(controller, options), String(controller['containerName'] ?? 'controller'));
const args = async (controller: Values): Promise<string[]> => (await containerWith(controller)).args;

test('the arguments of the defaults', async () => {
  assert.equal(await args({}), [
    '/nginx-ingress-controller',
    '--publish-service=$(POD_NAMESPACE)/rel-sigsci-ingress-controller',
    '--election-id=rel-sigsci-ingress-leader',
    '--controller-class=k8s.io/ingress-nginx',
    '--ingress-class=nginx',
    '--configmap=$(POD_NAMESPACE)/rel-sigsci-ingress-controller',
    '--validating-webhook=:8443',
    '--validating-webhook-certificate=/usr/local/certificates/cert',
    '--validating-webhook-key=/usr/local/certificates/key',
    '--shutdown-grace-period=10',
  ]);
});

const argumentOf: [Values, string][] = [
  [{ enableAnnotationValidations: false }, '--enable-annotation-validation=false'],
  [{ electionID: 'mine' }, '--election-id=mine'],
  [{ electionTTL: '45s' }, '--election-ttl=45s'],
  [{ disableLeaderElection: true }, '--disable-leader-election=true'],
  [{ watchIngressWithoutClass: true }, '--watch-ingress-without-class=true'],
  [{ ingressClassByName: true }, '--ingress-class-by-name=true'],
  [{ enableTopologyAwareRouting: true }, '--enable-topology-aware-routing=true'],
  [{ healthCheckPath: '/live' }, '--health-check-path=/live'],
  [{ healthCheckHost: '127.0.0.1' }, '--healthz-host=127.0.0.1'],
  [{ hostNetwork: true, reportNodeInternalIp: true }, '--report-node-internal-ip-address=true'],
  [{ ingressClass: 'edge' }, '--ingress-class=edge'],
  [{ ingressClassResource: { controllerValue: 'example.com/edge' } }, '--controller-class=example.com/edge'],
  [{ publishService: { pathOverride: 'other/edge' } }, '--publish-service=other/edge'],
  [{ extraArgs: { 'default-ssl-certificate': 'ns/tls' } }, '--default-ssl-certificate=ns/tls'],
  [{ extraArgs: { 'enable-ssl-passthrough': '' } }, '--enable-ssl-passthrough'],
  [{ extraArgs: { 'update-status': false } }, '--update-status=false'],
  [{ extraArgs: { 'http-port': 8080 } }, '--http-port=8080'],
  [{ extraArgs: { foo: 'a: b' } }, '--foo=a: b'],
  [{ extraArgs: { foo: 'a #b' } }, '--foo=a #b'],
  [{ extraArgs: { foo: 'a\nb' } }, '--foo=a\nb'],
  [{ healthCheckHost: '::' }, '--healthz-host=::'],
];

for (const [values, expected] of argumentOf) {
  test(`${JSON.stringify(values)} gives ${expected}`, async () => {
    assert.ok((await args(values)).includes(expected));
  });
}

test('reportNodeInternalIp without hostNetwork, and publishService.enabled false, give no argument', async () => {
  assert.not.match((await args({ reportNodeInternalIp: true })).join(' '), 'report-node');
  assert.not.match((await args({ publishService: { enabled: false } })).join(' '), 'publish-service');
});

test('a licence key reaches the controller from a Secret and stands in no argument', async () => {
  const rendered = await template({ controller: { maxmindLicenseKey: 'not-a-real-key' } });
  const secret = pick(rendered, 'Secret', '-controller');
  assert.is(Buffer.from(secret.data['maxmind-license-key'], 'base64').toString(), 'not-a-real-key');
  assert.not.match(JSON.stringify(rendered.filter((object) => object !== secret)), 'not-a-real-key');
  assert.ok(containerOf(controllerTemplate(rendered).spec, 'controller').args.includes('--maxmind-license-key=$(MAXMIND_LICENSE_KEY)'));
});

test('dhParam is a Secret that nginx is told of', async () => {
  const rendered = await template({ dhParam: 'eA==' });
  assert.is(pick(rendered, 'Secret', '-controller').data['dhparam.pem'], 'eA==');
  assert.is(pick(rendered, 'ConfigMap', '-controller').data['ssl-dh-param'], 'ns/rel-sigsci-ingress-controller');
});

test('fields of the pod', async () => {
  const own = {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }] } } },
    dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
    hostAliases: [{ ip: '192.0.2.1', hostnames: ['a'] }],
    hostname: 'edge',
    priorityClassName: 'high',
    runtimeClassName: 'gvisor',
    shareProcessNamespace: true,
    terminationGracePeriodSeconds: 301,
    tolerations: [{ key: 'edge', operator: 'Exists' }],
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
  };
  const pod = await podOf(own);
  for (const [field, value] of Object.entries(own)) assert.equal(pod[field], value, field);
  assert.equal(pod.nodeSelector, { 'kubernetes.io/os': 'linux' });
});

test('the DNS policy follows the network, unless the user says otherwise', async () => {
  assert.is((await podOf({})).dnsPolicy, 'ClusterFirst');
  assert.is((await podOf({ hostNetwork: true })).dnsPolicy, 'ClusterFirstWithHostNet');
  assert.is((await podOf({ hostNetwork: true, dnsPolicy: 'Default' })).dnsPolicy, 'Default');
});

test('ports of the container, and of the node where asked for', async () => {
  const ports = (await containerWith({ containerPort: { http: 8080 }, hostPort: { enabled: true, ports: { https: 8444 } } })).ports;
  assert.equal(ports, [
    { name: 'http', containerPort: 8080, protocol: 'TCP', hostPort: 80 },
    { name: 'https', containerPort: 443, protocol: 'TCP', hostPort: 8444 },
    { name: 'webhook', containerPort: 8443, protocol: 'TCP' },
  ]);
});

test('resizePolicy needs Kubernetes 1.33', async () => {
  const resizePolicy = [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }];
  assert.equal((await containerWith({ resizePolicy })).resizePolicy, resizePolicy);
  assert.is((await containerWith({ resizePolicy }, { kubeVersion: '1.32.0' })).resizePolicy, undefined);
});

test('extra containers, volumes and mounts, with template expressions filled in', async () => {
  const own = {
    extraContainers: [{ name: 'tail', image: 'busybox', args: ['{{ .Release.Name }}'] }],
    extraVolumes: [{ name: 'extra', emptyDir: {} }],
    extraVolumeMounts: [{ name: 'extra', mountPath: '/extra' }],
  };
  const pod = await podOf(own);
  assert.equal(containerOf(pod, 'tail').args, ['rel']);
  assert.equal(pod.volumes.at(-1), { name: 'extra', emptyDir: {} });
  assert.equal(containerOf(pod, 'controller').volumeMounts.at(-1), { name: 'extra', mountPath: '/extra' });
});

test('the container has the name that it is given', async () => {
  assert.is((await containerWith({ containerName: 'nginx' })).name, 'nginx');
});

test('the allocator can be left away', async () => {
  assert.not.match(JSON.stringify((await containerWith({ enableMimalloc: false })).env), 'LD_PRELOAD');
});

test('annotations stand on the workload and its budget, others on the pods', async () => {
  const rendered = await template({ controller: { annotations: { a: 1 }, podAnnotations: { b: true } } });
  assert.equal(pick(rendered, 'Deployment').metadata.annotations, { a: '1' });
  assert.equal(pick(rendered, 'PodDisruptionBudget').metadata.annotations, { a: '1' });
  assert.is(controllerTemplate(rendered).metadata.annotations.b, 'true');
});

test.run();
