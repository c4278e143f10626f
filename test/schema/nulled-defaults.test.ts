import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { documentedValues } from '../../tools/schema/documented-values.ts';
import { coalesce } from '../../tools/values/merge.ts';
import type { Value, ValueMap } from '../../tools/values/value.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';
import { defaultsText, ours, overDefaults } from './judges.ts';

/** Every default with its map, but for the labels inside nodeSelector, which nothing reads by name. */
const paths = documentedValues(defaultsText).map(({ path }) => path).filter((path) => !path.includes('kubernetes.io/os'));

/** What is off by default, switched on, so that its templates are read too. */
const switchedOn = { defaultBackend: { enabled: true, autoscaling: { enabled: true, minReplicas: 2 }, networkPolicy: { enabled: true } }, controller: { admissionWebhooks: { enabled: true }, metrics: { enabled: true, serviceMonitor: { enabled: true }, prometheusRule: { enabled: true } } } };
const base = overDefaults(JSON.stringify(switchedOn));

const nulled = (path: readonly string[]) => coalesce(base, path.reduceRight<Value>((inner, key) => ({ [key]: inner }), null) as ValueMap);

const accepted = paths.filter((path) => ours(nulled(path)) === 'accepted');

/** An umbrella chart in `folder` that holds our chart once for each of `all`, with those defaults; the rest is shared. */
async function umbrella(folder: string, all: readonly object[]): Promise<void> {
  const chart = join(process.cwd(), 'chart');
  const metadata = await readFile(join(chart, 'Chart.yaml'), 'utf8');
  for (const [index, values] of all.entries()) {
    const copy = join(folder, 'charts', `case-${index}`);
    await mkdir(copy, { recursive: true });
    await writeFile(join(copy, 'Chart.yaml'), metadata.replace(/^name: .*$/m, `name: case-${index}`));
    await writeFile(join(copy, 'values.yaml'), JSON.stringify(values));
    for (const shared of ['templates', 'charts', 'files']) await symlink(join(chart, shared), join(copy, shared));
  }
}

const nulls = suite('a default that is removed by null');

nulls('is refused where the templates cannot do without it, and accepted elsewhere', () => {
  const refused = paths.filter((path) => !accepted.includes(path)).map((path) => path.join('.'));
  assert.ok(refused.includes('agent.mode') && refused.includes('agent.credentials'));
  assert.not.ok(refused.includes('controller.livenessProbe'));
});

nulls(`renders without an error where the schema accepts it (${accepted.length} of ${paths.length} keys)`, async () => {
  await inScratchFolder({ 'Chart.yaml': 'apiVersion: v2\nname: all\nversion: 0.1.0\n' }, async (folder) => {
    await umbrella(folder, accepted.map(nulled));
    const { code, stdout, stderr } = await attempt([await tool('helm4'), 'template', 'probe', folder]);
    const failed = stderr.replace(/^level=.*$/gm, '').match(/case-(\d+)/)?.[1];
    assert.is(code, 0, `${accepted[Number(failed)]?.join('.')}: ${stderr.split('\n').filter((line) => line.startsWith('Error')).join('\n')}`);
    assert.is(new Set(stdout.match(/^# Source: all\/charts\/case-\d+\//gm)).size, accepted.length);
  });
});

nulls.run();
