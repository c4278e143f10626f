import * as assert from 'uvu/assert';
import { helms, pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('TCP and UDP services');

const dns = { tcp: { '53': 'kube-system/kube-dns:53' }, udp: { '53': 'kube-system/kube-dns:dns' } };
const containerIn = (rendered: readonly Rendered[]): Rendered => containerOf(controllerTemplate(rendered).spec, 'controller');
const ports = (rendered: readonly Rendered[], end: string): Rendered[] => pick(rendered, 'Service', end).spec.ports.filter(({ name }: Rendered) => !name.startsWith('http'));

test('without any there is neither a ConfigMap nor an argument', async () => {
  const rendered = await template();
  assert.equal(rendered.filter(({ kind }) => kind === 'ConfigMap').length, 1);
  assert.not.match(JSON.stringify(rendered), 'services-configmap');
});

for (const helm of helms) {
  test(`${helm}: a port may be a number in the values`, async () => {
    const rendered = await template({}, { helm, args: ['--set', 'tcp.5432=data/postgres:5432'] });
    assert.equal(pick(rendered, 'ConfigMap', '-tcp').data, { '5432': 'data/postgres:5432' });
  });
}

test('each protocol has a ConfigMap that the controller is told of', async () => {
  const rendered = await template(dns);
  assert.equal(pick(rendered, 'ConfigMap', 'sigsci-ingress-tcp').data, dns.tcp);
  assert.equal(pick(rendered, 'ConfigMap', 'sigsci-ingress-udp').data, dns.udp);
  assert.equal(containerIn(rendered).args.filter((argument: string) => argument.includes('services-configmap')), [
    '--tcp-services-configmap=$(POD_NAMESPACE)/rel-sigsci-ingress-tcp',
    '--udp-services-configmap=$(POD_NAMESPACE)/rel-sigsci-ingress-udp',
  ]);
});

test('they live where the controller watches, which finds them nowhere else', async () => {
  const rendered = await template({ ...dns, controller: { scope: { enabled: true, namespace: 'shop' } } });
  for (const end of ['-tcp', '-udp']) assert.is(pick(rendered, 'ConfigMap', end).metadata.namespace, 'shop');
  assert.equal(containerIn(rendered).args.filter((argument: string) => argument.includes('services-configmap')), [
    '--tcp-services-configmap=shop/rel-sigsci-ingress-tcp',
    '--udp-services-configmap=shop/rel-sigsci-ingress-udp',
  ]);
});

test('they live in the namespace of the release or the one in its place', async () => {
  const rendered = await template({ ...dns, namespaceOverride: 'edge' });
  for (const end of ['-tcp', '-udp']) assert.is(pick(rendered, 'ConfigMap', end).metadata.namespace, 'edge');
});

test('one port serves both protocols, on container and Services', async () => {
  const rendered = await template({ ...dns, controller: { service: { internal: { enabled: true } } } });
  assert.equal(containerIn(rendered).ports.slice(3), [
    { name: '53-tcp', containerPort: 53, protocol: 'TCP' },
    { name: '53-udp', containerPort: 53, protocol: 'UDP' },
  ]);
  for (const end of ['-controller', '-internal']) {
    assert.equal(ports(rendered, end), [
      { name: '53-tcp', port: 53, targetPort: '53-tcp', protocol: 'TCP' },
      { name: '53-udp', port: 53, targetPort: '53-udp', protocol: 'UDP' },
    ]);
  }
});

test('the prefix stands in every port name and in what leads to it', async () => {
  const rendered = await template({ ...dns, portNamePrefix: 'edge' });
  assert.equal(containerIn(rendered).ports.slice(3).map(({ name }: Rendered) => name), ['edge-53-tcp', 'edge-53-udp']);
  assert.equal(ports(rendered, '-controller').map(({ name, targetPort }) => [name, targetPort]), [['edge-53-tcp', 'edge-53-tcp'], ['edge-53-udp', 'edge-53-udp']]);
});

test('node ports belong to a port and protocol of one Service', async () => {
  const nodePorts = { tcp: { '53': 30053 }, udp: { '53': '30054' } };
  const rendered = await template({ ...dns, controller: { service: { type: 'NodePort', nodePorts, internal: { enabled: true, nodePorts: { udp: { '53': 30055 } } } } } });
  assert.equal(ports(rendered, '-controller').map(({ nodePort }) => nodePort), [30053, 30054]);
  assert.equal(ports(rendered, '-internal').map(({ nodePort }) => nodePort), [undefined, 30055]);
  const cluster = await template({ ...dns, controller: { service: { type: 'ClusterIP', nodePorts } } });
  assert.equal(ports(cluster, '-controller').map(({ nodePort }) => nodePort), [undefined, undefined]);
});

test('with host ports they take the same port of the node', async () => {
  const rendered = await template({ ...dns, controller: { kind: 'DaemonSet', hostPort: { enabled: true } } });
  assert.equal(containerIn(rendered).ports.map(({ hostPort }: Rendered) => hostPort), [80, 443, undefined, 53, 53]);
});

test('template expressions are filled in, and null takes a service back', async () => {
  const rendered = await template({ tcp: { '5432': '{{ .Release.Namespace }}/postgres:5432', '6379': null } });
  assert.equal(pick(rendered, 'ConfigMap', '-tcp').data, { '5432': 'ns/postgres:5432' });
  assert.equal(containerIn(rendered).ports.length, 4);
  assert.not.match(JSON.stringify(await template({ tcp: { '6379': null } })), 'services-configmap');
});

test('each ConfigMap has annotations of its own', async () => {
  const rendered = await template({ ...dns, controller: { tcp: { annotations: { a: 1 } }, udp: { annotations: { a: '{{ .Release.Name }}' } } } });
  assert.equal([pick(rendered, 'ConfigMap', '-tcp').metadata.annotations, pick(rendered, 'ConfigMap', '-udp').metadata.annotations], [{ a: '1' }, { a: 'rel' }]);
});

test('the controller reads them with the grants that it has', async () => {
  const rules = async (values: Values) => (await template(values)).filter(({ kind }) => /Role$/.test(kind)).map(({ kind, rules: own }) => ({ kind, own }));
  assert.equal(await rules(dns), await rules({}));
});

test('a Service without HTTP and HTTPS is there for them', async () => {
  const rendered = await template({ ...dns, controller: { service: { enableHttp: false, enableHttps: false } } });
  assert.is(pick(rendered, 'Service', '-controller').spec.ports.length, 2);
  assert.ok(containerIn(rendered).args.includes('--publish-service=$(POD_NAMESPACE)/rel-sigsci-ingress-controller'));
});

test.run();
