import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { attempt } from '../../ci/toolchain/run.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';
import { repositoryWithHook } from './hook-repository.ts';
import type { Repository } from './hook-repository.ts';

const hook = suite('the pre-commit hook');

let folder = '';
let repository: Repository;
let offline = false;

hook.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigsci-hook-'));
  repository = await repositoryWithHook(folder);
  offline = (await attempt(['unshare', '--map-root-user', '--net', 'true'])).code === 0;
  if (!offline) skip('the network cannot be taken away: unshare is not allowed here; the hook is tested online');
});

hook.after(() => rm(folder, { recursive: true, force: true }));

hook('is installed without asking the network for anything, and stops a bad file with its position', async () => {
  const { code, stdout, stderr } = await repository.commit('values.yaml', 'agent:\n  mode: sidecra\n', offline);
  const output = stdout + stderr;
  assert.is(code, 1, output);
  assert.match(output, 'sigsci-values lint');
  assert.match(output, 'Failed');
  assert.match(output, /values\.yaml:2:9\b/);
});

hook('lets the corrected file pass', async () => {
  const { code, stdout, stderr } = await repository.commit('values.yaml', 'agent:\n  mode: sidecar\n', offline);
  assert.is(code, 0, stdout + stderr);
  assert.match(stdout + stderr, /sigsci-values lint\.+Passed/);
});

hook('names each of several bad files, in one process', async () => {
  await repository.commit('staging-values.yaml', 'agent:\n  site: 1\n', offline);
  const { code, stdout, stderr } = await repository.commit('values-production.yaml', 'agent:\n  sight: shop\n', offline);
  const output = stdout + stderr;
  assert.is(code, 1, output);
  assert.match(output, /^staging-values\.yaml:2:9\b/m);
  assert.match(output, /^values-production\.yaml:2:3\b/m);
});

hook.run();

const selection = suite('the files that the hook sees');

const files: [string, boolean][] = [
  ['values.yaml', true],
  ['deploy/values.yml', true],
  ['production-values.yaml', true],
  ['values-production.yaml', true],
  ['values.production.yaml', true],
  ['chart/ci/sidecar-values.yaml', true],
  ['values.schema.json', false],
  ['templates/evaluates.yaml', false],
  ['values/README.md', false],
  ['myvalues.yaml', false],
];

for (const [file, seen] of files) {
  selection(`${file} is ${seen ? 'judged' : 'left alone'}`, async () => {
    const [{ files: pattern }] = parse(await readFile(join(import.meta.dirname, '../../.pre-commit-hooks.yaml'), 'utf8')) as [{ files: string }];
    assert.is(new RegExp(pattern).test(file), seen);
  });
}

selection.run();
