import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cacheRoot } from '../../ci/toolchain/cache.ts';
import { run } from '../../ci/toolchain/run.ts';
import { suite } from '../support/suite.ts';
import { labCommand, startUntil } from './support/lab-command.ts';
import { pidOf } from './support/pid-of.ts';

const test = suite('a build of the cluster that was killed');
const name = 't-cache';
const goCache = (await run(['go', 'env', 'GOCACHE'])).trim();
const scratch = await mkdtemp(join(tmpdir(), 'sigsci-cache-'));
// Go's own cache stays the user's, so that the build takes half a minute and not six.
const settings = { XDG_CACHE_HOME: scratch, GOCACHE: goCache, TMPDIR: scratch };
const root = join(scratch, 'sigsci-ingress');

/** A cache in which everything is there but the cluster's programs. */
test.before(async () => {
  await labCommand(['down', '--name', name]);
  await mkdir(root);
  for (const entry of await readdir(cacheRoot())) {
    if (!entry.startsWith('cluster-')) await symlink(join(cacheRoot(), entry), join(root, entry));
  }
});

test.after(async () => {
  await labCommand(['down', '--name', name]);
  await rm(scratch, { recursive: true, force: true });
});

async function unfinished(): Promise<string[]> {
  return (await readdir(root)).filter((entry) => entry.startsWith('cluster-') && entry.includes('unfinished'));
}

test('is made good by the next lab:up', async () => {
  const { child, ended } = await startUntil('CoreDNS', ['up', '--name', name], settings);
  child.kill('SIGKILL');
  await ended;
  assert.is((await unfinished()).length, 1);
  process.kill(await pidOf((await unfinished())[0] ?? 'nothing unfinished'), 'SIGINT');
  const { code, stderr } = await labCommand(['up', '--name', name], settings);
  assert.is(code, 0, stderr);
  assert.equal(await unfinished(), []);
});

test.run();
