import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, TemplateOptions, Values } from '../support/helm.ts';
import { containerOf, controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('the internal Service');

const services = (rendered: readonly Rendered[]): string[] => rendered.filter(({ kind, metadata }) => kind === 'Service' && /-controller(-internal)?$/.test(metadata.name)).map(({ metadata }) => metadata.name);
const published = (rendered: readonly Rendered[]): string[] => containerOf(controllerTemplate(rendered).spec, 'controller').args.filter((argument: string) => argument.startsWith('--publish-service'));

async function internal(values: Values, external: Values = {}, options: TemplateOptions = {}): Promise<Rendered> {
  return pick(await template({ controller: { service: { ...external, internal: { enabled: true, ...values } } } }, options), 'Service', '-controller-internal');
}

test('is there when it is enabled, without any annotation', async () => {
  assert.equal(services(await template()), ['rel-sigsci-ingress-controller']);
  assert.equal(services(await template({ controller: { service: { internal: { enabled: true } } } })), ['rel-sigsci-ingress-controller-internal', 'rel-sigsci-ingress-controller']);
  assert.equal(services(await template({ controller: { service: { enabled: false, internal: { enabled: true } } } })), []);
});

test('leads to the same pods as the external one', async () => {
  const rendered = await template({ controller: { service: { internal: { enabled: true } } } });
  assert.equal(pick(rendered, 'Service', '-internal').spec, pick(rendered, 'Service', '-controller').spec);
});

test('its address is published where there is no external one, and the controller may read it', async () => {
  const both = { internal: { enabled: true } };
  assert.equal(published(await template({ controller: { service: both } })), ['--publish-service=$(POD_NAMESPACE)/rel-sigsci-ingress-controller']);
  const alone = await template({ controller: { service: { ...both, external: { enabled: false } } } });
  assert.equal(services(alone), ['rel-sigsci-ingress-controller-internal']);
  assert.equal(published(alone), ['--publish-service=$(POD_NAMESPACE)/rel-sigsci-ingress-controller-internal']);
  const rule = pick(alone, 'Role').rules.find(({ resources }: Rendered) => resources.includes('services'));
  assert.equal(rule.resourceNames, ['rel-sigsci-ingress-controller-internal']);
});

test('takes type, ports and target ports of the external one, each as far as it names none', async () => {
  const external = { type: 'NodePort', ports: { http: 8080, https: 8443 }, targetPorts: { http: 'plain' } };
  const { spec } = await internal({ ports: { https: 9443 }, targetPorts: { http: 8000 } }, external);
  assert.is(spec.type, 'NodePort');
  assert.equal(spec.ports.map(({ port, targetPort }: Rendered) => [port, targetPort]), [[8080, 8000], [9443, 'https']]);
  assert.is((await internal({ type: 'ClusterIP' }, external)).spec.type, 'ClusterIP');
});

test('does not take annotations, addresses, policies and node ports of the external one', async () => {
  const external = { type: 'NodePort', annotations: { a: 'b' }, clusterIP: '198.19.0.9', externalTrafficPolicy: 'Local', ipFamilies: ['IPv6'], nodePorts: { http: 30080 } };
  const { metadata, spec } = await internal({}, external);
  assert.is(metadata.annotations, undefined);
  assert.equal(Object.keys(spec).sort(), ['ports', 'selector', 'type']);
  assert.is(spec.ports[0].nodePort, undefined);
});

test('carries the labels of both Services and its own, not those of the external one', async () => {
  const { metadata } = await internal({ labels: { own: 'i' } }, { labels: { both: 'b' }, external: { labels: { own: 'e', other: 'e' } } });
  assert.equal([metadata.labels.both, metadata.labels.own, metadata.labels.other], ['b', 'i', undefined]);
});

test('HTTP and HTTPS are offered by both Services or by none', async () => {
  assert.equal((await internal({}, { enableHttp: false })).spec.ports.map(({ name }: Rendered) => name), ['https']);
});

test('fields of its own', async () => {
  const own = {
    type: 'LoadBalancer', clusterIP: '198.19.0.9', clusterIPs: ['198.19.0.9'], externalIPs: ['192.0.2.9'], loadBalancerIP: '192.0.2.7', loadBalancerSourceRanges: ['192.0.2.0/24'],
    loadBalancerClass: 'example.com/lb', externalTrafficPolicy: 'Local', sessionAffinity: 'ClientIP', ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'],
    healthCheckNodePort: 30100, allocateLoadBalancerNodePorts: false, trafficDistribution: 'PreferClose',
  };
  const { spec } = await internal(own);
  for (const [field, value] of Object.entries(own)) assert.equal(spec[field], value, field);
});

test('node ports, application protocol and annotations of its own', async () => {
  const { metadata, spec } = await internal({ type: 'NodePort', appProtocol: false, annotations: { a: '{{ .Release.Name }}', b: 1 }, nodePorts: { https: '30444' } });
  assert.equal(metadata.annotations, { a: 'rel', b: '1' });
  assert.equal(spec.ports, [
    { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' },
    { name: 'https', port: 443, targetPort: 'https', protocol: 'TCP', nodePort: 30444 },
  ]);
});

test('what its own type does not take is left out, whatever the external one is', async () => {
  const { spec } = await internal({ type: 'ClusterIP', externalTrafficPolicy: 'Local', nodePorts: { http: 30080 }, allocateLoadBalancerNodePorts: false }, { type: 'NodePort' });
  assert.equal(Object.keys(spec).sort(), ['ports', 'selector', 'type']);
  assert.is(spec.ports[0].nodePort, undefined);
  assert.is((await internal({ type: 'NodePort', nodePorts: { http: 30080 } }, { type: 'ClusterIP' })).spec.ports[0].nodePort, 30080);
});

for (const [title, families] of Object.entries({ 'IPv6 alone': { ipFamilies: ['IPv6'] }, 'both families': { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'] } })) {
  test(`${title}: each Service takes its own, and neither asks for more`, async () => {
    const rendered = await template({ controller: { service: { ...families, internal: { enabled: true, ...families } } } });
    for (const end of ['-controller', '-internal']) {
      const { ipFamilies, ipFamilyPolicy } = pick(rendered, 'Service', end).spec;
      assert.equal({ ...(ipFamilyPolicy === undefined ? {} : { ipFamilyPolicy }), ipFamilies }, families);
    }
  });
}

test('its name has at most 63 characters', async () => {
  const rendered = await template({ controller: { name: 'c'.repeat(40), service: { internal: { enabled: true } } } }, { release: 'r'.repeat(53) });
  const names = rendered.filter(({ kind, metadata }) => kind === 'Service' && /c{40}(-internal)?$/.test(metadata.name)).map(({ metadata }) => metadata.name.length);
  assert.is(names.length, 2);
  assert.ok(Math.max(...names) <= 63);
});

test.run();
