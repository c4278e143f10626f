import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The folder outside the checkout that keeps fetched and built tools. */
export function cacheRoot(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sigsci-ingress');
}

/** Folders that this process is filling. */
const underway = new Map<string, Promise<string>>();

/**
 * The cache folder named `key`, filled by `fill` when it does not exist yet; once, however often it is asked for meanwhile.
 * `fill` works in a temporary neighbour that is renamed when it is complete, so that an interrupted
 * run leaves nothing that looks finished, and of two runs at once the first one wins. What a killed run left is removed.
 */
export async function cached(key: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheRoot(), key);
  if (existsSync(folder)) return folder;
  const filling = underway.get(folder) ?? fillOnce(folder, fill).finally(() => underway.delete(folder));
  underway.set(folder, filling);
  return filling;
}

async function fillOnce(folder: string, fill: (folder: string) => Promise<void>): Promise<string> {
  await mkdir(dirname(folder), { recursive: true });
  await removeAbandoned(folder);
  const unfinished = await mkdtemp(`${folder}.unfinished-${process.pid}-`);
  try {
    await fill(unfinished);
    await rename(unfinished, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** Unfinished neighbours carry the number of the process that fills them. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    const owner = name.startsWith(`${basename(folder)}.unfinished-`) ? /-(\d+)-[^-]+$/.exec(name)?.[1] : undefined;
    if (owner && !isRunning(Number(owner))) await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
