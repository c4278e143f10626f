import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { writeArchive } from '../../ci/images/archive.ts';
import { attempt, run } from '../../ci/toolchain/run.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';

const archives = suite('image archive');
let work = '';
archives.before.each(() => {
  work = mkdtempSync(join(tmpdir(), 'image-archive-'));
});
archives.after.each(() => rmSync(work, { recursive: true, force: true }));

const config = { user: 'sigsci', entrypoint: ['/bin/demo'], env: { MODE: 'test' }, exposedPorts: ['80/tcp'], workingDirectory: '/srv' };

function layer(name: string): string {
  const root = join(work, name);
  mkdirSync(join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'srv'));
  for (const program of ['zeta', 'alpha', 'demo']) writeFileSync(join(root, 'bin', program), program);
  chmodSync(join(root, 'bin/demo'), 0o500);
  chmodSync(join(root, 'srv'), 0o1777);
  symlinkSync('demo', join(root, 'bin/link'));
  return root;
}

async function unpacked(archive: string): Promise<string> {
  const folder = join(work, 'unpacked');
  mkdirSync(folder);
  await run(['tar', 'xf', archive, '-C', folder]);
  return folder;
}

archives('lists its name, its configuration and its layers in order', async () => {
  const archive = join(work, 'image.tar');
  await writeArchive(archive, { names: ['example.test/demo:v1'], config, layers: [layer('low'), layer('high')] });
  const folder = await unpacked(archive);
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  assert.equal(manifest.RepoTags, ['example.test/demo:v1']);
  assert.is(manifest.Layers.length, 2);
  const described = JSON.parse(readFileSync(join(folder, manifest.Config), 'utf8'));
  assert.is(described.os, 'linux');
  assert.is(described.config.User, 'sigsci');
  assert.equal(described.config.Entrypoint, ['/bin/demo']);
  assert.ok(described.config.Env.includes('MODE=test'));
  assert.equal(described.config.ExposedPorts, { '80/tcp': {} });
  assert.is(described.config.WorkingDir, '/srv');
});

archives('names each layer by the digest that the configuration promises', async () => {
  const archive = join(work, 'image.tar');
  await writeArchive(archive, { names: ['example.test/demo:v1'], config, layers: [layer('only')] });
  const folder = await unpacked(archive);
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const digest = createHash('sha256').update(readFileSync(join(folder, manifest.Layers[0]))).digest('hex');
  const described = JSON.parse(readFileSync(join(folder, manifest.Config), 'utf8'));
  assert.equal(described.rootfs.diff_ids, [`sha256:${digest}`]);
});

archives('keeps modes and links, and sorts the names of a layer', async () => {
  const archive = join(work, 'image.tar');
  await writeArchive(archive, { names: ['example.test/demo:v1'], config, layers: [layer('only')] });
  const folder = await unpacked(archive);
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const listed = await run(['tar', 'tvf', join(folder, manifest.Layers[0]), '--full-time', '--numeric-owner', '--utc']);
  const rows = listed.trim().split('\n').map((line) => line.split(/\s+/));
  assert.equal(rows.map((row) => row[5]), ['bin/', 'bin/alpha', 'bin/demo', 'bin/link', 'bin/zeta', 'srv/']);
  assert.is(rows[2]?.[0], '-r-x------');
  assert.is(rows[5]?.[0], 'drwxrwxrwt');
  assert.match(listed, /bin\/link -> demo/);
  assert.ok(rows.every((row) => row[3] === '1970-01-01'));
});

archives('gives the same bytes for the same content at another time and place', async () => {
  const [first, second] = [join(work, 'first.tar'), join(work, 'second.tar')];
  const [one, two] = [layer('one'), layer('two')];
  utimesSync(join(two, 'bin/demo'), 1e9, 1e9);
  await writeArchive(first, { names: ['example.test/demo:v1'], config, layers: [one] });
  await writeArchive(second, { names: ['example.test/demo:v1'], config, layers: [two] });
  assert.ok(readFileSync(first).equals(readFileSync(second)));
  writeFileSync(join(two, 'bin/alpha'), 'other');
  await writeArchive(second, { names: ['example.test/demo:v1'], config, layers: [two] });
  assert.not.ok(readFileSync(first).equals(readFileSync(second)));
});

archives('leaves no half-written archive and no work folder when a layer is missing', async () => {
  const archive = join(work, 'image.tar');
  const failure = await writeArchive(archive, { names: ['example.test/demo:v1'], config, layers: [join(work, 'nowhere')] }).catch((error) => error);
  assert.match(String(failure), /nowhere/);
  assert.equal((await run(['ls', '-A', work])).trim(), '');
});

archives('carries owners by number and file capabilities as a PAX record', async () => {
  if (process.getuid?.() !== 0) return skip('owners and file capabilities need root');
  const root = layer('capable');
  chownSync(join(root, 'bin/demo'), 101, 82);
  const set = await attempt(['setcap', 'cap_net_bind_service=+ep', join(root, 'bin/demo')]);
  if (set.code !== 0) return skip(`setcap: ${set.stderr.trim()}`);
  const archive = join(work, 'image.tar');
  await writeArchive(archive, { names: ['example.test/demo:v1'], config, layers: [root] });
  const folder = await unpacked(archive);
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const tar = join(folder, manifest.Layers[0]);
  assert.match(readFileSync(tar, 'latin1'), /SCHILY\.xattr\.security\.capability=/);
  assert.match(await run(['tar', 'tvf', tar, '--numeric-owner', 'bin/demo']), /101\/82/);
  const out = join(work, 'out');
  mkdirSync(out);
  await run(['tar', 'xf', tar, '-C', out, '--xattrs', '--xattrs-include=security.capability']);
  assert.match(await run(['getcap', join(out, 'bin/demo')]), /cap_net_bind_service=ep/);
});

archives.run();
