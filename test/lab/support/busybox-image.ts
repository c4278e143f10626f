import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { builtImage } from '../../../ci/images/built-image.ts';
import type { BuiltImage } from '../../../ci/images/built-image.ts';
import { addFile } from '../../../ci/images/programs.ts';
import { frameRoot } from '../../../ci/images/root.ts';
import { run } from '../../../ci/toolchain/run.ts';

const busybox = '/bin/busybox';

export const busyboxName = 'sigsci.lab/busybox:1';

/** A tiny image with a shell, sleep, wget, nslookup and httpd. */
export function busyboxImage(): Promise<BuiltImage> {
  return builtImage({ name: busyboxName, config: { cmd: ['/bin/sh'] }, sources: [busybox, import.meta.filename], layers: [fill] });
}

async function fill(root: string): Promise<void> {
  await frameRoot(root);
  await addFile(root, busybox, busybox);
  const applets = (await run([busybox, '--list'])).trim().split('\n');
  for (const name of applets.filter((applet) => applet !== 'busybox')) await symlink('busybox', join(root, 'bin', name));
}
