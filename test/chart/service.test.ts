import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, TemplateOptions, Values } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('the Service');

async function service(values: Values, options: TemplateOptions = {}): Promise<Rendered> {
  return pick(await template({ controller: { service: values } }, options), 'Service', '-controller');
}

test('by default a LoadBalancer for HTTP and HTTPS', async () => {
  const { spec } = await service({});
  assert.is(spec.type, 'LoadBalancer');
  assert.equal(spec.ports, [
    { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' },
    { name: 'https', port: 443, targetPort: 'https', protocol: 'TCP', appProtocol: 'https' },
  ]);
});

test('without any port there is none, and no address of it in the status of Ingress objects', async () => {
  const rendered = await template({ controller: { service: { enableHttp: false, enableHttps: false } } });
  assert.equal(rendered.filter(({ kind, metadata }) => kind === 'Service' && metadata.name.endsWith('-controller')), []);
  assert.not.match(JSON.stringify(rendered), 'publish-service');
});

test('neither address family nor traffic policy is set unless asked for', async () => {
  assert.equal(Object.keys((await service({})).spec).sort(), ['ports', 'selector', 'type']);
});

test('annotations of cloud providers are text, with template expressions filled in', async () => {
  const annotations = { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb', 'example.com/idle': 3600, 'example.com/cross-zone': true, 'example.com/name': '{{ .Release.Name }}-edge' };
  assert.equal((await service({ annotations })).metadata.annotations, {
    'example.com/cross-zone': 'true',
    'example.com/idle': '3600',
    'example.com/name': 'rel-edge',
    'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
  });
});

test('ports, target ports and node ports', async () => {
  const { spec } = await service({ type: 'NodePort', ports: { http: 8080 }, targetPorts: { https: 'special' }, nodePorts: { http: 30080 }, appProtocol: false });
  assert.equal(spec.ports, [
    { name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP', nodePort: 30080 },
    { name: 'https', port: 443, targetPort: 'special', protocol: 'TCP' },
  ]);
});

test('digits in quotes are numbers', async () => {
  const { spec } = await service({ type: 'NodePort', targetPorts: { http: '8080' }, nodePorts: { http: '30080' } });
  assert.equal([spec.ports[0].targetPort, spec.ports[0].nodePort], [8080, 30080]);
});

test('a protocol that is not wanted has no port', async () => {
  assert.equal((await service({ enableHttp: false })).spec.ports.map(({ name }: Rendered) => name), ['https']);
});

test('the traffic policy is left out where the API server refuses it', async () => {
  assert.is((await service({ externalTrafficPolicy: 'Local' })).spec.externalTrafficPolicy, 'Local');
  assert.is((await service({ externalTrafficPolicy: 'Local', type: 'ClusterIP' })).spec.externalTrafficPolicy, undefined);
  assert.is((await service({ externalTrafficPolicy: 'Local', type: 'ClusterIP', externalIPs: ['192.0.2.9'] })).spec.externalTrafficPolicy, 'Local');
});

test('fields of load balancers', async () => {
  const own = { loadBalancerIP: '192.0.2.7', loadBalancerSourceRanges: ['192.0.2.0/24'], loadBalancerClass: 'example.com/lb', healthCheckNodePort: 30100, allocateLoadBalancerNodePorts: false };
  const { spec } = await service(own);
  for (const [field, value] of Object.entries(own)) assert.equal(spec[field], value, field);
});

test('fields of every type', async () => {
  const own = { clusterIP: '198.19.0.9', clusterIPs: ['198.19.0.9'], externalIPs: ['192.0.2.9'], sessionAffinity: 'ClientIP', ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'] };
  const { spec } = await service({ ...own, type: 'ClusterIP' });
  for (const [field, value] of Object.entries(own)) assert.equal(spec[field], value, field);
});

test('a preference among endpoints needs Kubernetes 1.31', async () => {
  assert.is((await service({ trafficDistribution: 'PreferClose' })).spec.trafficDistribution, 'PreferClose');
  assert.is((await service({ trafficDistribution: 'PreferClose' }, { kubeVersion: '1.30.0' })).spec.trafficDistribution, undefined);
});

test('without the Service nothing is published', async () => {
  for (const own of [{ enabled: false }, { external: { enabled: false } }]) {
    const rendered = await template({ controller: { service: own } });
    assert.equal(rendered.filter(({ kind, metadata }) => kind === 'Service' && metadata.name.endsWith('-controller')), []);
    assert.not.match(JSON.stringify(pick(rendered, 'Deployment')), 'publish-service');
  }
});

test.run();
