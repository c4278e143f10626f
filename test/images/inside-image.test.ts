import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { insidePrograms } from '../../ci/lab/inside/bundle.ts';
import { insideImage } from '../../ci/lab/inside/image.ts';
import { attempt } from '../../ci/toolchain/run.ts';
import type { Result } from '../../ci/toolchain/run.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';
import { unpackImage } from '../support/unpack-image.ts';

const image = suite('image of the programs that run inside');
const work = mkdtempSync(join(tmpdir(), 'inside-image-'));
const root = join(work, 'root');
const asRoot = process.getuid?.() === 0;
let config: { User: string };

image.before(async () => {
  if (!asRoot) return;
  const { archive } = await insideImage();
  config = await unpackImage(archive, work, root);
});
image.after(() => rmSync(work, { recursive: true, force: true }));

function needsRoot(title: string, check: () => Promise<void>): void {
  image(title, async () => (asRoot ? check() : skip(`${title}: building and entering the image needs root`)));
}

/** Runs a command in the image as its user. */
function inImage(command: readonly string[], input = ''): Promise<Result> {
  return attempt(['chroot', `--userspec=${config.User}`, root, ...command], { input, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
}

needsRoot('has a user that is a number, so that runAsNonRoot can judge it', async () => {
  assert.is(config.User, '65532:65532');
});

needsRoot('runs every program but the load balancer of the bare lab', async () => {
  const expected = (await insidePrograms()).filter((name) => name !== 'load-balancer');
  assert.ok(expected.includes('request'));
  const { stdout } = await inImage(['sh', '-c', 'cd /inside && echo *']);
  assert.equal(stdout.trim().split(' '), expected);
  for (const name of expected) assert.is((await inImage(['node', '--check', `/inside/${name}/main.mjs`])).stderr, '', name);
});

needsRoot('answers a request that comes in by standard input', async () => {
  const { stdout } = await inImage(['node', '/inside/request/main.mjs'], '{"id":7,"request":{"url":"nowhere:"}}\n');
  assert.is((JSON.parse(stdout) as { id: number }).id, 7);
});

needsRoot('has the tools that probes and hooks call', async () => {
  assert.is((await inImage(['sh', '-c', 'sleep 0 && touch /tmp/there && cat /tmp/there'])).code, 0);
  assert.match((await inImage(['wget', '--help'])).stderr, 'Usage: wget');
});

image.run();
