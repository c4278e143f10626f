import { chmod, copyFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { attempt } from '../toolchain/run.ts';
import { addFolder } from './root.ts';

/**
 * Copies programs or plugins of this machine into `root`, each with its shared libraries and the dynamic loader.
 * `programs` maps a path inside the image to the file on this machine; libraries keep their own paths.
 * The modes are the host's; owners are root's.
 */
export async function addPrograms(root: string, programs: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, file] of Object.entries(programs)) await addFile(root, path, file);
  for (const library of await libraryClosure(Object.values(programs))) await addFile(root, library, library);
}

/** Copies one file to `path` inside `root`; a link is followed. Without `mode` it keeps the one it has. */
export async function addFile(root: string, path: string, file: string, mode?: number): Promise<void> {
  const target = join(root, path);
  await addFolder(root, dirname(path));
  await copyFile(await realpath(file), target);
  await chmod(target, mode ?? (await stat(file)).mode & 0o7777);
}

/** The shared libraries that the given files need, with the loader, as the paths under which the loader finds them. */
export async function libraryClosure(files: readonly string[]): Promise<string[]> {
  const libraries = new Set<string>();
  for (const file of files) {
    const { code, stdout, stderr } = await attempt(['ldd', file], { env: { ...process.env, LC_ALL: 'C' } });
    if (/not a dynamic executable|statically linked/.test(stdout + stderr)) continue;
    const missing = /^\s*(\S+) => not found/m.exec(stdout);
    if (code !== 0 || missing) throw new Error(`${file}: ${missing ? `library ${missing[1]} is not on this machine` : stderr.trim()}`);
    for (const match of stdout.matchAll(/(\/\S+) \(0x[0-9a-f]+\)/g)) libraries.add(match[1] ?? '');
  }
  return [...libraries].sort();
}
