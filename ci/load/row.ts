import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../generate/write.ts';
import type { Account } from './account.ts';

/** One measured event: what happened, under which load, and what became of the requests. */
export interface Row {
  /** kebab-case, also the file's name. */
  readonly id: string;
  /** What happens, for people. */
  readonly event: string;
  /** Where the agent ran, and how, where it is not the default. */
  readonly mode: string;
  readonly images: 'doubles' | 'vendor';
  /** Absent where no load was needed. */
  readonly load?: MeasuredLoad;
  /** Further figures in seconds, by what they are, such as `not Ready after`. */
  readonly seconds?: Readonly<Record<string, number>>;
}

export interface MeasuredLoad {
  readonly seed: number;
  /** Seconds after the begin of the load at which the event began and was over. */
  readonly from: number;
  readonly to: number;
  readonly account: Account;
}

/** Folder of a run's rows, one JSON file each; SIGSCI_RESULTS names another. */
export const resultsFolder: string = process.env['SIGSCI_RESULTS'] ?? join(import.meta.dirname, '../../test/results');

/** Writes the row as `ID.json`, in one step. */
export async function writeRow(row: Row): Promise<void> {
  await writeAtomically(join(resultsFolder, `${row.id}.json`), `${JSON.stringify(row, null, 2)}\n`);
}

/** All rows of the folder, by id. */
export async function readRows(folder: string = resultsFolder): Promise<Row[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Row));
}
