/** The Grafana dashboard: where it is, and that Prometheus could answer what it asks. */
import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { stringify } from 'yaml';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const test = suite('dashboard');
const file = readFileSync('chart/files/dashboard.json', 'utf8');
const expressions = JSON.parse(file).panels.flatMap(({ targets }: Rendered) => targets.map(({ expr }: Rendered) => expr)) as string[];

/**
 * Metrics that exist: docs/user-guide/monitoring.md of ingress-nginx and its collector of the controller, and the pod
 * metrics of kube-state-metrics.
 */
const known = new Set([
  ...['requests', 'request_duration_seconds_bucket', 'config_last_reload_successful', 'nginx_process_connections', 'nginx_process_resident_memory_bytes', 'ssl_expire_time_seconds']
    .map((name) => `nginx_ingress_controller_${name}`),
  ...['init_container', 'container'].flatMap((kind) => [`kube_pod_${kind}_status_ready`, `kube_pod_${kind}_status_restarts_total`]),
]);

const withDashboard = (dashboard: Values = {}, metrics: Values = {}): Values => ({ controller: { metrics: { enabled: true, dashboard: { enabled: true, ...dashboard }, ...metrics } } });

test('it is in a ConfigMap that the sidecar of Grafana finds, word for word', async () => {
  const { metadata, data } = pick(await template(withDashboard()), 'ConfigMap', '-controller-dashboard');
  assert.is(metadata.namespace, 'ns');
  assert.is(metadata.labels.grafana_dashboard, '1');
  assert.equal(data, { 'rel-sigsci-ingress-controller-dashboard.json': file.trim() });
});

test('label, folder and namespace are the user\'s to choose', async () => {
  const settings = { namespace: 'grafana', labels: { grafana_dashboard: null, board: 'yes' }, annotations: { grafana_folder: 'Ingress' } };
  const { metadata } = pick(await template(withDashboard(settings)), 'ConfigMap', '-controller-dashboard');
  assert.equal([metadata.namespace, metadata.labels.board, metadata.annotations.grafana_folder], ['grafana', 'yes', 'Ingress']);
  assert.not.ok('grafana_dashboard' in metadata.labels);
});

test('there is none unless asked for, nor without metrics', async () => {
  for (const values of [{}, withDashboard({ enabled: false }), withDashboard({}, { enabled: false })]) {
    assert.not.ok((await template(values)).some(({ metadata }) => /-dashboard$/.test(metadata.name)));
  }
});

test('Prometheus can read each expression', async () => {
  assert.is.not(expressions.length, 0);
  const rules = expressions.map((expr, index) => ({ record: `panel:${index}`, expr: expr.replaceAll('$__rate_interval', '5m') }));
  await inScratchFolder({ 'rules.yaml': stringify({ groups: [{ name: 'dashboard', rules }] }) }, async (folder) => {
    const { code, stdout, stderr } = await attempt([await tool('promtool'), 'check', 'rules', 'rules.yaml'], { cwd: folder });
    assert.is(code, 0, stdout + stderr);
  });
});

test('each asks for metrics that exist', () => {
  const asked = expressions.flatMap((expr) => expr.match(/\b[a-z_]+(?=\{)/g) ?? []);
  assert.ok(asked.length >= expressions.length);
  assert.equal(asked.filter((name) => !known.has(name)), []);
});

test.run();
