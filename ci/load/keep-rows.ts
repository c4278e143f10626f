/**
 * npm run measured: takes the rows of the last run under load into test/measured/rows.json, from which the docs are made
 * (npm run gen). Rows that the run did not measure stay as they are. Exit 2 when there is no run.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, UserError } from '../../tools/errors.ts';
import { writeAtomically } from '../generate/write.ts';
import { program } from '../program.ts';
import { readRows } from './row.ts';
import type { Row } from './row.ts';

const file = join(import.meta.dirname, '../../test/measured/rows.json');

await program('measured', async () => {
  const fresh = await readRows();
  if (fresh.length === 0) throw new UserError('no run to take rows from; run: npm run e2e:long');
  const kept = (JSON.parse(await readFile(file, 'utf8').catch(() => '{"rows":[]}')) as { rows: Row[] }).rows;
  const byId = new Map([...kept, ...fresh.map(withoutNumbers)].map((row) => [row.id, row]));
  const rows = [...byId.values()].sort((a, b) => a.id.localeCompare(b.id));
  await writeAtomically(file, `${JSON.stringify({ from: 'npm run e2e:long && npm run measured', rows }, null, 1)}\n`);
  process.stdout.write(`${fresh.length} rows taken, ${rows.length} in test/measured/rows.json; now: npm run gen\n`);
  return ExitCode.clean;
});

/** The numbers of single requests say nothing once their logs are gone. */
function withoutNumbers(row: Row): Row {
  return JSON.parse(JSON.stringify(row, (key, value: unknown) => (key === 'numbers' ? undefined : value))) as Row;
}
