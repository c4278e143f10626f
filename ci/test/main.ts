/**
 * npm test [-- --fast] [PATTERN]: runs every test file whose path contains PATTERN and ends with `N passed, N failed[, N skipped]`.
 * Exit 1 when a test failed, when no test ran, or when the pattern matches no file.
 */
import { parseArgs } from 'node:util';
import { ExitCode, UserError } from '../../tools/errors.ts';
import { program } from '../program.ts';
import { attempt } from '../toolchain/run.ts';
import { stages } from './files.ts';
import type { Stage } from './files.ts';
import { prepare } from './prepare.ts';
import { describe, summary } from './report.ts';
import { runFile } from './suite-file.ts';
import type { FileResult } from './suite-file.ts';

await program('test', async (args, signal) => {
  const { fast, pattern } = readOptions(args);
  const results: FileResult[] = [];
  await prepare(signal);
  try {
    for (const stage of await stages(process.cwd(), pattern, fast)) results.push(...(await runStage(stage, signal)));
  } finally {
    if (!fast) await takeLabDown();
  }
  const { line, green } = summary(results);
  process.stdout.write(`${line}\n`);
  signal.throwIfAborted();
  return green ? ExitCode.clean : ExitCode.problems;
});

function readOptions(args: string[]): { fast: boolean; pattern: string } {
  try {
    const { values, positionals } = parseArgs({ args, options: { fast: { type: 'boolean', default: false } }, allowPositionals: true });
    if (positionals.length > 1) throw new Error(`one PATTERN is taken, found ${positionals.join(' and ')}`);
    return { fast: values.fast, pattern: positionals[0] ?? '' };
  } catch (error) {
    throw new UserError(`${(error as Error).message}; usage: npm test [-- --fast] [PATTERN]`);
  }
}

async function runStage(stage: Stage, signal: AbortSignal): Promise<FileResult[]> {
  const count = stage.lanes.flat().length;
  if (count > 0) process.stdout.write(`\n== ${count} test files ${stage.title}\n`);
  const results = await Promise.all(stage.lanes.map((files) => runLane(files, signal)));
  return results.flat();
}

async function runLane(files: readonly string[], signal: AbortSignal): Promise<FileResult[]> {
  const results: FileResult[] = [];
  for (const file of files) {
    if (signal.aborted) break;
    const result = await runFile(file, signal);
    process.stdout.write(describe(result));
    results.push(result);
  }
  return results;
}

/** Ends the lab that the end-to-end tests share, unless the caller named one of his own. */
async function takeLabDown(): Promise<void> {
  if (process.env['SIGSCI_LAB']) return;
  const { code, stderr } = await attempt([process.execPath, '--import', 'tsx', 'ci/lab/main.ts', 'down', '--name', 'test']);
  if (code !== 0) process.stderr.write(stderr);
}
