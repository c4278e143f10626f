import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../process/write-file.ts';
import { formatSnapshot, parseSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** The folder of stored snapshots: one file a case. */
export interface Store {
  readonly read: (name: string) => Promise<Snapshot | undefined>;
  readonly write: (name: string, snapshot: Snapshot) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** The cases that have a stored snapshot. */
  readonly names: () => Promise<string[]>;
}

const ending = '.yaml';

/** A store in a folder of the disk, which is made with the first snapshot. */
export function folderStore(folder: string): Store {
  const path = (name: string): string => join(folder, `${name}${ending}`);
  return {
    read: async (name) => {
      const text = await readFile(path(name), 'utf8').catch(absent);
      return text === undefined ? undefined : parseSnapshot(text);
    },
    write: (name, snapshot) => writeWhole(path(name), formatSnapshot(snapshot, title(name))),
    remove: (name) => rm(path(name)),
    names: async () => {
      const files = (await readdir(folder).catch(absent)) ?? [];
      return files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length)).sort();
    },
  };
}

function title(name: string): string {
  return `The objects of the case ${name}; written by sigsci-values snapshot --update, not by hand.`;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
