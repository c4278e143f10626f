import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes `root` the frame of a root filesystem: /usr with the links /bin, /sbin, /lib, /lib64 into it (as Debian
 * has them, so that a host's library paths hold unchanged), /etc, /tmp and the mount points of a container.
 */
export async function frameRoot(root: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await addFolder(root, `/usr/${name}`);
    await symlink(`usr/${name}`, join(root, name));
  }
  for (const path of ['/etc', '/dev', '/proc', '/sys', '/run', '/var', '/var/run', '/root']) await addFolder(root, path);
  await addFolder(root, '/tmp', 0o1777);
}

/** Makes the folder `path` (absolute, inside `root`) with exactly this mode, whatever the umask; parents get 0755. */
export async function addFolder(root: string, path: string, mode = 0o755): Promise<void> {
  let made = root;
  for (const name of path.split('/').filter(Boolean)) {
    made = join(made, name);
    await mkdir(made).then(() => chmod(made, 0o755), ignoreExisting);
  }
  if (mode !== 0o755) await chmod(made, mode);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
