import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { tool } from '../../ci/toolchain/tool.ts';
import { main } from '../../tools/cli/main.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { inScratchFolder, writeFiles } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const template = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-colours
  labels:
    helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
data:
  sky: {{ .Values.sky | quote }}
---
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}-keys
stringData:
  key: {{ .Values.key }}
`;

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: painting\nversion: 1.0.0\n',
  'chart/values.yaml': 'sky: blue\nkey: unspoken\n',
  'chart/ci/evening-values.yaml': '# the sky turns red\nsky: red\n',
  'chart/ci/morning-values.yaml': '# the sky is pale\nsky: pale\n',
  'chart/templates/objects.yaml': template,
};

/** Runs the command in a folder with the pinned Helm. */
async function snapshot(folder: string, args: readonly string[] = [], helm: 'helm3' | 'helm4' = 'helm4') {
  const context = recordedContext(folder, { SIGSCI_HELM: await tool(helm) });
  const code = await main(['snapshot', ...args], context);
  return { code, ...context.said };
}

const command = suite('the snapshot command');

command('stores what is missing, and finds it unchanged afterwards with either Helm', () =>
  inScratchFolder(chart, async (folder) => {
    assert.match((await snapshot(folder)).out, '2 snapshots: 2 added');
    for (const helm of ['helm3', 'helm4'] as const) {
      const { code, out } = await snapshot(folder, ['--ci'], helm);
      assert.is(out, '2 snapshots: 2 same\n');
      assert.is(code, 0);
    }
    const stored = await readFile(join(folder, 'test/snapshots/evening.yaml'), 'utf8');
    assert.match(stored, '--- # ConfigMap/snapshot-colours\n');
    assert.not.match(stored, 'unspoken');
  }));

command('fails in CI when a snapshot is missing, and writes nothing', () =>
  inScratchFolder(chart, async (folder) => {
    const { code, out } = await snapshot(folder, ['--ci']);
    assert.is(code, 1);
    assert.match(out, 'missing  evening: no snapshot is stored');
    assert.not.ok(existsSync(join(folder, 'test/snapshots')));
    assert.is(await main(['snapshot'], recordedContext(folder, { SIGSCI_HELM: await tool('helm4'), CI: 'true' })), 1);
  }));

command('shows what changed in which object, and accepts it with --update', () =>
  inScratchFolder(chart, async (folder) => {
    await snapshot(folder);
    await writeFiles(folder, { 'chart/ci/evening-values.yaml': 'sky: violet\n' });
    const changed = await snapshot(folder);
    assert.is(changed.code, 1);
    assert.match(changed.out, 'changed  evening\n  changed ConfigMap/snapshot-colours\n');
    assert.match(changed.out, '    -  sky: red\n    +  sky: violet\n');
    assert.match(changed.out, '2 snapshots: 1 changed, 1 same');
    assert.match((await snapshot(folder, ['--update'])).out, 'updated  evening');
    assert.is((await snapshot(folder, ['--ci'])).code, 0);
  }));

command('takes a new chart version as no change', () =>
  inScratchFolder(chart, async (folder) => {
    await snapshot(folder);
    await writeFiles(folder, { 'chart/Chart.yaml': 'apiVersion: v2\nname: painting\nversion: 2.0.0\n' });
    assert.is((await snapshot(folder, ['--ci'])).code, 0);
  }));

command('fails in CI for a snapshot without a case, which --update removes', () =>
  inScratchFolder({ ...chart, 'test/snapshots/night.yaml': '# old\n' }, async (folder) => {
    assert.is((await snapshot(folder)).code, 0);
    const { code, out } = await snapshot(folder, ['--ci']);
    assert.is(code, 1);
    assert.match(out, 'obsolete night: there is no such case any more');
    assert.match((await snapshot(folder, ['--update'])).out, 'removed  night');
    assert.not.ok(existsSync(join(folder, 'test/snapshots/night.yaml')));
  }));

command('fails for a template that asks for randomness outside of a Secret', () =>
  inScratchFolder({ ...chart, 'chart/templates/random.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ randAlpha 8 | lower }}\n' }, async (folder) => {
    const { code, out } = await snapshot(folder);
    assert.is(code, 1);
    assert.match(out, /broken {3}evening\n {2}ConfigMap\/\w+ is not the same when rendered twice/);
  }));

command('fails with the words of helm when a case does not render, and goes on with the others', () =>
  inScratchFolder({ ...chart, 'chart/ci/evening-values.yaml': 'sky: [\n' }, async (folder) => {
    const { code, out } = await snapshot(folder);
    assert.is(code, 1);
    assert.match(out, /broken {3}evening\n {2}.*yaml/);
    assert.match(out, '1 broken, 1 added');
  }));

command('looks only at the cases that --filter names', () =>
  inScratchFolder(chart, async (folder) => {
    assert.match((await snapshot(folder, ['--filter', 'even'])).out, '1 snapshot: 1 added');
    const { code, err } = await snapshot(folder, ['--filter', 'noon']);
    assert.is(code, 2);
    assert.match(err, '--filter noon matches no case; there are: evening, morning');
  }));

command('names the remedy when there is no helm or no chart', () =>
  inScratchFolder(chart, async (folder) => {
    const context = recordedContext(folder, { SIGSCI_HELM: '', PATH: '/nowhere' });
    assert.is(await main(['snapshot'], context), 2);
    assert.match(context.said.err, /helm not found on PATH; install it .* SIGSCI_HELM/);
    const { code, err } = await snapshot(folder, ['--chart', 'templates']);
    assert.is(code, 2);
    assert.match(err, 'no chart in templates: it has no Chart.yaml');
  }));

command.run();
