/** The chart's alerts, judged by Prometheus' own promtool: each fires when it must, and is silent beside that. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse, stringify } from 'yaml';
import { readFileSync } from 'node:fs';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { pick, template } from '../support/helm.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const test = suite('alerts');
const fixture = join(import.meta.dirname, '../fixtures/alerts/alerts.test.yaml');

/** Runs promtool in a folder with the rendered rules and the fixture. */
async function promtool(...words: string[]): Promise<{ code: number; output: string }> {
  const rendered = await template({ agent: { metrics: { enabled: true } }, controller: { metrics: { enabled: true, prometheusRule: { enabled: true } } } });
  return inScratchFolder({}, async (folder) => {
    await writeFile(join(folder, 'rules.yaml'), stringify({ groups: pick(rendered, 'PrometheusRule').spec.groups }));
    await cp(fixture, join(folder, 'alerts.test.yaml'));
    const { code, stdout, stderr } = await attempt([await tool('promtool'), ...words], { cwd: folder });
    return { code, output: stdout + stderr };
  });
}

test('they are rules that Prometheus takes', async () => {
  const { code, output } = await promtool('check', 'rules', 'rules.yaml');
  assert.is(code, 0, output);
});

test('each fires for its fault, and not for what is beside it', async () => {
  const { code, output } = await promtool('test', 'rules', 'alerts.test.yaml');
  assert.is(code, 0, output);
});

test('each alert has a case in which it fires', async () => {
  const names = (parse(readFileSync('chart/files/alerts.yaml', 'utf8')) as { alert: string }[]).map(({ alert }) => alert);
  const { tests } = parse(readFileSync(fixture, 'utf8')) as { tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[] };
  const firing = tests.flatMap(({ alert_rule_test }) => alert_rule_test).filter(({ exp_alerts }) => exp_alerts.length > 0);
  assert.equal(names.filter((name) => !firing.some(({ alertname }) => alertname === name)), []);
});

test.run();
