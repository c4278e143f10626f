import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the command file says: its text and when it was written, in milliseconds since 1970; undefined when it is gone. */
export type Said = { readonly text: string; readonly writtenAt: number } | undefined;

/**
 * Tells `heed` what the file says, at once and then whenever it was written or removed, looking every 100 ms. Returns its
 * end. Without the file's folder nothing is ever looked at. An empty file says nothing: its writer may not be done.
 */
export function followCommandFile(file: string, heed: (said: Said) => void): () => void {
  if (!existsSync(dirname(file))) return () => undefined;
  let last: string | undefined;
  const look = () => {
    const said = readFile(file);
    if (said?.text === '') return;
    const mark = said && `${said.writtenAt} ${said.text}`;
    if (mark !== last) heed(said);
    last = mark;
  };
  look();
  const timer = setInterval(look, 100).unref();
  return () => clearInterval(timer);
}

function readFile(file: string): Said {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size > 1000) return undefined;
  try {
    return { text: readFileSync(file, 'utf8').trim(), writtenAt: found.mtimeMs };
  } catch {
    return undefined;
  }
}
