import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What the command file says, and since when, in milliseconds since 1970: since it was written when the agent finds it at
 * its start, else since the agent saw it, so that a slow agent misses no short command. Undefined when the file is gone.
 */
export type Said = { readonly text: string; readonly since: number } | undefined;

/**
 * Tells `heed` what the file says, at once and then whenever it was written or removed, looking every 100 ms. Returns its
 * end. Without the file's folder nothing is ever looked at. An empty file says nothing: its writer may not be done.
 */
export function followCommandFile(file: string, heed: (said: Said) => void): () => void {
  if (!existsSync(dirname(file))) return () => undefined;
  let last: string | undefined;
  const look = (atStart: boolean) => {
    const found = readFile(file);
    if (found?.text === '') return;
    const mark = found && `${found.writtenAt} ${found.text}`;
    if (mark !== last) heed(found && { text: found.text, since: atStart ? found.writtenAt : Date.now() });
    last = mark;
  };
  look(true);
  const timer = setInterval(() => look(false), 100).unref();
  return () => clearInterval(timer);
}

function readFile(file: string): { text: string; writtenAt: number } | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size > 1000) return undefined;
  try {
    return { text: readFileSync(file, 'utf8').trim(), writtenAt: found.mtimeMs };
  } catch {
    return undefined;
  }
}
