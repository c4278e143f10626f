import * as assert from 'uvu/assert';
import { missingPrerequisites } from '../../../ci/lab/bare/prerequisites.ts';
import type { Machine } from '../../../ci/lab/bare/prerequisites.ts';
import { attempt } from '../../../ci/toolchain/run.ts';
import { skip } from '../../support/skip.ts';
import { inScratchFolder } from '../../support/scratch-folder.ts';
import { suite } from '../../support/suite.ts';

const bareDebian: Machine = { platform: 'linux', isRoot: true, isPrivileged: true, hasProgram: () => true, missingPackages: ['runc'], programsAreBuilt: false };

const without = (...names: string[]) => (name: string): boolean => !names.includes(name);

const missing = suite('missingPrerequisites');

missing('is nothing on a Debian with Go, whose packages apt can install', () => {
  assert.equal(missingPrerequisites(bareDebian), []);
});

missing('names everything at once', () => {
  const found = missingPrerequisites({ ...bareDebian, isRoot: false, hasProgram: without('go', 'apt-get', 'flock') });
  assert.is(found.length, 4);
  for (const [index, word] of [/^root/, /^Go 1\.24/, /^apt, to install runc/, /^flock/].entries()) assert.match(found[index] ?? '', word);
});

missing('needs neither Go nor apt when all is built and installed', () => {
  assert.equal(missingPrerequisites({ ...bareDebian, missingPackages: [], programsAreBuilt: true, hasProgram: without('go', 'apt-get') }), []);
});

missing('is a right of root in a container that is not privileged', () => {
  assert.match(missingPrerequisites({ ...bareDebian, isPrivileged: false }).join(), /^CAP_SYS_ADMIN and CAP_NET_ADMIN \(/);
});

missing('is Linux alone on another system', () => {
  assert.match(missingPrerequisites({ ...bareDebian, platform: 'darwin', isRoot: false }).join(), /^Linux \(this is darwin;[^,]*$/);
});

const command = suite('lab:up where it cannot run');
const words = [process.execPath, '--import', 'tsx', 'ci/lab/main.ts', 'up', '--name', 't-nowhere'];

command('ends with 2 and one line that names what is missing', async () => {
  await inScratchFolder({}, async (folder) => {
    const { code, stderr } = await attempt(words, { env: { PATH: folder, XDG_CACHE_HOME: folder, HOME: folder } });
    assert.is(code, 2);
    assert.match(stderr, /^lab: the lab cannot run here, missing: .*Go 1\.24.*apt, to install .*nsenter.*\n$/);
  });
});

command('names root when it is not', async () => {
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const readable = await attempt(['cat', import.meta.filename], user);
  if (readable.code !== 0) return skip('this checkout cannot be read by another user');
  const { code, stderr } = await attempt(words, { ...user, env: { ...process.env, HOME: '/nonexistent' } });
  assert.is(code, 2);
  assert.match(stderr, /missing: root \(/);
});

missing.run();
command.run();
