import { readdir } from 'node:fs/promises';
import { run } from '../toolchain/run.ts';

/**
 * Packs everything below `folder` into the tar file `archive`: the same content gives the same bytes.
 * Names are sorted, times are the epoch, owners are numbers; file capabilities are kept as the PAX record
 * `SCHILY.xattr.security.capability`, which containerd applies when it unpacks a layer.
 * Needs GNU tar (Debian's); reading capabilities needs no privilege.
 */
export async function packFolder(folder: string, archive: string): Promise<void> {
  const names = (await readdir(folder)).sort();
  await run(['tar', '--create', '--file', archive, ...reproducible, '--directory', folder, '--', ...names], {
    env: { ...process.env, LC_ALL: 'C', TAR_OPTIONS: '', POSIXLY_CORRECT: undefined },
  });
}

const reproducible = [
  '--format=posix',
  // The default name of an extended header holds tar's process id.
  '--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime',
  '--xattrs',
  '--xattrs-include=security.capability',
  '--sort=name',
  '--mtime=@0',
  '--numeric-owner',
];
