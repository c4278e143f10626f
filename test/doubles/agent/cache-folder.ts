import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isFull } from './full-volume.ts';
import { StartError } from './start-error.ts';

/**
 * Makes the shared cache folder and writes to it, as the agent must be able to from its start on. A full volume is told
 * to `say` and goes by: the cache is empty then.
 */
export function prepareCacheFolder(folder: string, say: (line: string) => void): void {
  try {
    if (!existsSync(folder)) makeFolder(folder);
    writeFileSync(join(folder, 'rules.json'), '{"source":"agent double"}\n');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isFull(error)) return say(`SIGSCI_SHARED_CACHE_DIR: ${folder} cannot be written: ${code}; going on with an empty cache`);
    throw new StartError(`SIGSCI_SHARED_CACHE_DIR: ${folder} cannot be written: ${code}; mount a writable volume there or name another folder`);
  }
}

function makeFolder(folder: string): void {
  if (!existsSync(dirname(folder))) mkdirSync(dirname(folder), { recursive: true });
  // Not recursive: that form reports a read-only file system as ENOENT, https://github.com/nodejs/node/issues/47098
  mkdirSync(folder);
}
