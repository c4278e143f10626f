import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import type { Place } from './place.ts';

/**
 * Runs `action` while no other process brings this lab up or down. The lock is held by a `flock` process that ends
 * with its standard input, so a killed holder never leaves it locked; the lab's folder itself is what is locked.
 */
export async function locked<T>(place: Place, action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const release = await acquire(place.folder, signal);
  try {
    return await action();
  } finally {
    await release();
  }
}

/** `lab:down` of another process may remove the folder while this one waits for it: then the next folder is tried. */
async function acquire(folder: string, signal?: AbortSignal): Promise<() => Promise<unknown>> {
  for (let attempts = 0; attempts < 20; attempts++) {
    await mkdir(folder, { recursive: true, mode: 0o711 });
    const before = await identity(folder);
    const release = await lockFolder(folder, signal);
    if ((await identity(folder)) === before) return release;
    await release();
  }
  throw new Error(`${folder}: made and removed again and again by other processes`);
}

async function lockFolder(folder: string, signal?: AbortSignal): Promise<() => Promise<unknown>> {
  // A session of its own: Ctrl-C in a terminal must not take the lock away from the clean-up.
  const holder = spawn('flock', [folder, 'sh', '-c', 'echo locked; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const told = setTimeout(() => process.stderr.write(`waiting for another process that works on ${folder} ...\n`), 1000);
  const giveUp = (): void => void holder.kill();
  signal?.addEventListener('abort', giveUp);
  const [first] = (await Promise.race([once(holder.stdout, 'data'), once(holder, 'close')])) as [Buffer | number | null];
  signal?.removeEventListener('abort', giveUp);
  clearTimeout(told);
  if (!Buffer.isBuffer(first)) throw new Error(`flock ${folder} ended with ${first}`);
  const closed = once(holder, 'close');
  return () => {
    holder.stdin.end();
    return closed;
  };
}

async function identity(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  return found ? `${found.dev} ${found.ino} ${found.birthtimeMs}` : '';
}
