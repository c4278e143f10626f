/** The controller's metrics: where they are, how Prometheus finds them, and what wakes someone. */
import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('metrics');

const withMetrics = (metrics: Values = {}, controller: Values = {}): Values => ({ controller: { metrics: { enabled: true, ...metrics }, ...controller } });
const container = (rendered: readonly Rendered[]): Rendered => containerOf(controllerTemplate(rendered).spec, 'controller');
const metricsPort = ({ ports }: Rendered): Rendered => ports.find(({ name }: Rendered) => name === 'metrics');
const kinds = (rendered: readonly Rendered[]): string[] => rendered.map(({ kind }) => kind);

test('by default nothing is counted and nothing rendered', async () => {
  const rendered = await template();
  assert.not.match(JSON.stringify(container(rendered)), 'metrics');
  assert.equal(rendered.filter(({ metadata }) => /metrics$/.test(metadata.name)), []);
});

test('switched on, the controller counts, and a Service leads to its port', async () => {
  const rendered = await template(withMetrics());
  assert.ok(container(rendered).args.includes('--enable-metrics=true'));
  assert.equal(metricsPort(container(rendered)), { name: 'metrics', containerPort: 10254, protocol: 'TCP' });
  const { spec } = pick(rendered, 'Service', '-controller-metrics');
  assert.equal(spec.ports, [{ name: 'metrics', port: 10254, targetPort: 'metrics', protocol: 'TCP' }]);
  assert.equal(kinds(rendered).filter((kind) => ['ServiceMonitor', 'PrometheusRule'].includes(kind)), []);
});

test('another port moves the listener, and the probes with it', async () => {
  const { args, livenessProbe, readinessProbe, ports } = container(await template(withMetrics({ port: 10300 })));
  assert.ok(args.includes('--healthz-port=10300'));
  assert.equal([livenessProbe.httpGet.port, readinessProbe.httpGet.port, metricsPort({ ports }).containerPort], [10300, 10300, 10300]);
});

test('a listener that the user has moved takes the probes along too, and those of another port stay', async () => {
  const probe = { httpGet: { path: '/healthz', port: 8080 } };
  const { livenessProbe, readinessProbe } = container(await template({ controller: { extraArgs: { 'healthz-port': 10300 }, livenessProbe: probe } }));
  assert.equal([livenessProbe.httpGet.port, readinessProbe.httpGet.port], [8080, 10300]);
});

test('a ServiceMonitor selects the Service in the namespace of the release', async () => {
  const rendered = await template(withMetrics({ serviceMonitor: { enabled: true, additionalLabels: { release: 'prometheus' } } }));
  const { metadata, spec } = pick(rendered, 'ServiceMonitor');
  assert.is(metadata.labels.release, 'prometheus');
  assert.equal(spec.endpoints, [{ port: 'metrics', interval: '30s' }]);
  assert.equal(spec.namespaceSelector, { matchNames: ['ns'] });
  const { labels } = pick(rendered, 'Service', '-controller-metrics').metadata;
  for (const [name, value] of Object.entries(spec.selector.matchLabels)) assert.is(labels[name], value, name);
});

test("the user's rules stay as they are, templates of Prometheus included", async () => {
  const rules = [{ alert: 'Mine', expr: 'up == 0', annotations: { summary: '{{ $labels.pod }} is down' } }];
  const { spec } = pick(await template(withMetrics({ prometheusRule: { enabled: true, rules } })), 'PrometheusRule');
  assert.equal(spec.groups[0], { name: 'sigsci-ingress', rules });
  assert.is(spec.groups[1].name, 'sigsci-ingress-alerts');
  const alone = await template(withMetrics({ prometheusRule: { enabled: true, alerts: false, rules } }));
  assert.is(pick(alone, 'PrometheusRule').spec.groups.length, 1);
  assert.not.ok(kinds(await template(withMetrics({ prometheusRule: { enabled: true, alerts: false } }))).includes('PrometheusRule'));
});

test('alerts about the agent look where it runs, and there are none without one', async () => {
  const alerts = async (agent: Values): Promise<Rendered[]> =>
    pick(await template({ agent, ...withMetrics({ prometheusRule: { enabled: true } }) }), 'PrometheusRule').spec.groups[0].rules.filter(({ alert }: Rendered) => alert.startsWith('SigsciAgent'));
  const [native] = await alerts({});
  assert.match(native.expr, 'kube_pod_init_container_status_ready{namespace="ns",pod=~"rel-sigsci-ingress-controller-.*",container="sigsci-agent"}');
  const [classic] = await alerts({ sidecar: { native: false } });
  assert.match(classic.expr, 'kube_pod_container_status_ready{namespace="ns",pod=~"rel-sigsci-ingress-controller-.*"');
  const [service] = await alerts({ mode: 'service' });
  assert.match(service.expr, 'kube_pod_container_status_ready{namespace="ns",pod=~"rel-sigsci-ingress-agent-.*"');
  assert.equal(await alerts({ mode: 'none' }), []);
});

test('the network policy lets Prometheus in', async () => {
  const { spec } = pick(await template(withMetrics({}, { networkPolicy: { enabled: true } })), 'NetworkPolicy');
  assert.ok(spec.ingress[0].ports.some(({ port }: Rendered) => port === 10254));
});

test.run();
