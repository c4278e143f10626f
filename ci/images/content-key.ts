import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileDigest } from './file-digest.ts';

/** A short key that changes when the content, name or mode of any file in `sources` (files and folders) does. */
export async function contentKey(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) await addSource(hash, source, '');
  return hash.digest('hex').slice(0, 16);
}

async function addSource(hash: ReturnType<typeof createHash>, path: string, name: string): Promise<void> {
  const { mode } = await stat(path);
  hash.update(`${name}\0${mode.toString(8)}\0`);
  const names = await readdir(path).catch(notAFolder);
  if (!names) hash.update(await fileDigest(path));
  for (const child of names?.sort() ?? []) await addSource(hash, join(path, child), join(name, child));
}

function notAFolder(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOTDIR') throw error;
}
