/** What the agent counts: the exporter beside it, how Prometheus finds it, and where it may be reached. */
import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, controllerPod, environmentOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('agent metrics');

const counted = (agent: Values = {}, metrics: Values = {}, others: Values = {}): Values => ({ agent: { metrics: { enabled: true, ...metrics }, ...agent }, ...others });
const exporter = 'sigsci-agent-metrics';
const names = (containers: readonly Rendered[] = []): string[] => containers.map(({ name }) => name);
const portsOf = (rules: readonly Rendered[]): Rendered[] => rules.flatMap(({ ports = [], from }) => ports.map(({ port }: Rendered) => [port, from]));

test('by default the agent counts for nobody', async () => {
  const rendered = await template();
  assert.not.match(JSON.stringify(rendered), exporter);
  assert.not.ok('SIGSCI_STATSD_ADDRESS' in environmentOf(containerOf(controllerPod(rendered), 'sigsci-agent')));
});

test('the exporter of a native sidecar starts before the agent and outlives it, and takes what it sends', async () => {
  const pod = controllerPod(await template(counted({}, { statsdPort: 8125, port: 9200 })));
  assert.equal(names(pod.initContainers), [exporter, 'sigsci-agent']);
  const { restartPolicy, args, ports } = containerOf(pod, exporter);
  assert.is(restartPolicy, 'Always');
  assert.equal(args, ['--web.listen-address=:9200', '--statsd.listen-udp=127.0.0.1:8125', '--statsd.listen-tcp=']);
  assert.equal(ports, [{ name: 'agent-metrics', containerPort: 9200, protocol: 'TCP' }]);
  assert.is(environmentOf(containerOf(pod, 'sigsci-agent'))['SIGSCI_STATSD_ADDRESS'], '127.0.0.1:8125');
});

test('beside a classic sidecar and in the pods of mode service it is a container like the agent', async () => {
  const classic = controllerPod(await template(counted({ sidecar: { native: false } })));
  assert.equal(names(classic.containers), ['controller', 'sigsci-agent', exporter]);
  assert.not.ok('restartPolicy' in containerOf(classic, exporter));
  const rendered = await template(counted({ mode: 'service' }));
  assert.equal(names(pick(rendered, 'Deployment', '-agent').spec.template.spec.containers), ['sigsci-agent', exporter]);
  assert.not.match(JSON.stringify(controllerPod(rendered)), exporter);
});

test('its image comes from the global registry unless it names its own', async () => {
  const image = async (values: Values): Promise<string> => containerOf(controllerPod(await template(values)), exporter).image;
  assert.is(await image(counted({}, {}, { global: { image: { registry: 'mirror.example' } } })), 'mirror.example/prom/statsd-exporter:v0.31.0');
  assert.is(await image(counted({}, { image: { repository: 'own.example/exporter', tag: 'v1' } })), 'own.example/exporter:v1');
});

test('a PodMonitor selects the pods that hold the agent', async () => {
  for (const [mode, component] of Object.entries({ sidecar: 'controller', service: 'agent' })) {
    const { spec } = pick(await template(counted({ mode }, { podMonitor: { enabled: true, scrapeTimeout: '5s' } })), 'PodMonitor');
    assert.equal(spec.podMetricsEndpoints, [{ port: 'agent-metrics', interval: '30s', scrapeTimeout: '5s' }]);
    assert.is(spec.selector.matchLabels['app.kubernetes.io/component'], component);
  }
});

test('NetworkPolicies let Prometheus reach it', async () => {
  const metricsFrom = [{ namespaceSelector: {} }];
  const policy = { networkPolicy: { enabled: true, ingress: { metricsFrom } } };
  const sidecar = pick(await template(counted({}, {}, { controller: policy })), 'NetworkPolicy').spec;
  assert.ok(portsOf(sidecar.ingress).some(([port, from]) => port === 9102 && from?.length === 1));
  const service = pick(await template(counted({ mode: 'service', service: policy })), 'NetworkPolicy').spec;
  assert.ok(portsOf(service.ingress).some(([port, from]) => port === 9102 && from?.length === 1));
});

test.run();
