import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { addAccounts } from '../../ci/images/accounts.ts';
import { contentKey } from '../../ci/images/content-key.ts';
import { addFile, addPrograms } from '../../ci/images/programs.ts';
import { addFolder, frameRoot } from '../../ci/images/root.ts';
import { attempt, run } from '../../ci/toolchain/run.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';

const programs = suite('root filesystem');
let root = '';
programs.before.each(() => {
  root = mkdtempSync(join(tmpdir(), 'image-root-'));
});
programs.after.each(() => rmSync(root, { recursive: true, force: true }));

programs('runs a copied program with nothing but the copied libraries', async () => {
  await frameRoot(root);
  await addPrograms(root, { '/usr/bin/cat': '/bin/cat', '/opt/node': process.execPath });
  await addAccounts(root, [{ name: 'sigsci', uid: 100, gid: 101 }]);
  const inside = await attempt(['chroot', root, '/bin/cat', '/etc/group']);
  if (/Operation not permitted/.test(inside.stderr)) return skip(`chroot: ${inside.stderr.trim()}`);
  assert.is(inside.stderr, '');
  assert.match(inside.stdout, /^sigsci:x:101:$/m);
  assert.is((await run(['chroot', root, '/opt/node', '-p', '6*7'])).trim(), '42');
});

programs('says which library is missing', async () => {
  const failure = await addPrograms(root, { '/bin/none': join(root, 'none') }).catch((error) => error);
  assert.instance(failure, Error);
  assert.match(String(failure), /none/);
});

programs('sets the modes that are asked for, whatever the umask', async () => {
  const before = process.umask(0o077);
  try {
    await frameRoot(root);
    await addFolder(root, '/a/b', 0o500);
    await addFile(root, '/a/b-file', '/etc/hostname', 0o640);
    await addAccounts(root, []);
  } finally {
    process.umask(before);
  }
  const mode = (path: string) => (statSync(join(root, path)).mode & 0o7777).toString(8);
  assert.equal(['/a', '/a/b', '/a/b-file', '/tmp', '/etc/passwd', '/lib'].map(mode), ['755', '500', '640', '1777', '644', '755']);
});

programs('names root, the given accounts and nobody', async () => {
  await addAccounts(root, [{ name: 'www-data', uid: 101, gid: 82, home: '/srv' }]);
  const passwd = readFileSync(join(root, 'etc/passwd'), 'utf8').trim().split('\n');
  assert.is(passwd.length, 3);
  assert.is(passwd[1], 'www-data:x:101:82::/srv:/sbin/nologin');
  assert.ok(existsSync(join(root, 'etc/nsswitch.conf')));
});

programs('keys an image by content, names and modes of its sources, not by time', async () => {
  await addFolder(root, '/source');
  await addFile(root, '/source/one', '/etc/passwd', 0o644);
  const first = await contentKey([join(root, 'source')]);
  await run(['touch', '-d', '2001-01-01', join(root, 'source/one')]);
  assert.is(await contentKey([join(root, 'source')]), first);
  await run(['chmod', '755', join(root, 'source/one')]);
  const executable = await contentKey([join(root, 'source')]);
  assert.is.not(executable, first);
  await run(['sh', '-c', `echo more >> ${join(root, 'source/one')}`]);
  assert.is.not(await contentKey([join(root, 'source')]), executable);
});

programs.run();
