import { readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readRows, resultsFolder } from '../load/row.ts';
import { table } from '../load/table.ts';

/** A run shows its own rows only. Nothing else in the folder, which the user may have named, is touched. */
export async function forgetRows(): Promise<void> {
  const names = (await readdir(resultsFolder).catch(() => [])).filter((name) => name.endsWith('.json'));
  for (const name of names) await rm(join(resultsFolder, name));
}

/** What the tests under load have measured, as a table; nothing when none of them ran. */
export async function shownRows(): Promise<string> {
  const rows = await readRows();
  return rows.length === 0 ? '' : `\n${table(rows)}\n(each with its reasons: ${relative(process.cwd(), resultsFolder)}/*.json)\n`;
}
