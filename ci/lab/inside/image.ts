import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtImage } from '../../images/built-image.ts';
import type { BuiltImage } from '../../images/built-image.ts';
import { addAccounts } from '../../images/accounts.ts';
import { addFile, addPrograms, libraryClosure } from '../../images/programs.ts';
import { addFolder, frameRoot } from '../../images/root.ts';
import { ensurePackages } from '../../toolchain/debian.ts';
import { bundleInside, insidePrograms } from './bundle.ts';

export const insideImageName = 'sigsci.lab/inside:1';

const lockFile = fileURLToPath(new URL('../../../package-lock.json', import.meta.url));
const busybox = '/bin/busybox';
const applets = ['cat', 'sh', 'sleep', 'touch', 'wget'];
/** A number, because a pod with runAsNonRoot refuses a name. */
const user = { name: 'inside', uid: 65532, gid: 65532 };

/**
 * The image with node and the programs of ci/lab/inside as /inside/NAME/main.mjs, all but the load balancer, which is
 * the bare lab's own. It runs as another user than root, writes nothing and needs no capability.
 */
export async function insideImage(): Promise<BuiltImage> {
  await ensurePackages(['busybox-static']);
  const programs = { '/usr/bin/node': process.execPath };
  return builtImage({
    name: insideImageName,
    config: { user: `${user.uid}:${user.gid}`, cmd: ['/bin/sh'] },
    sources: [import.meta.dirname, lockFile, busybox, ...Object.values(programs), ...(await libraryClosure(Object.values(programs)))],
    layers: [(root) => addSystem(root, programs), addInsidePrograms],
  });
}

async function addSystem(root: string, programs: Readonly<Record<string, string>>): Promise<void> {
  await frameRoot(root);
  await addAccounts(root, [user]);
  await addPrograms(root, programs);
  await addFile(root, busybox, busybox);
  for (const name of applets) await symlink('busybox', join(root, 'bin', name));
}

async function addInsidePrograms(root: string): Promise<void> {
  const names = (await insidePrograms()).filter((name) => name !== 'load-balancer');
  for (const name of names) await addFolder(root, `/inside/${name}`);
  await bundleInside(join(root, 'inside'), names);
  for (const name of names) await chmod(join(root, 'inside', name, 'main.mjs'), 0o644);
}
