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
  for (const stage of await stages(process.cwd(), pattern, fast)) results.push(...(await runStage(stage, signal)));
  const { line, green } = summary(results);
  process.stdout.write(`${line}\n`);
  signal.throwIfAborted();
  return green ? ExitCode.clean : ExitCode.problems;
});

function readOptions(args: string[]): { fast: boolean; pattern: string } {
  try {
    const { values, positionals } = parseArgs({ args, options: { fast: { type: 'boolean', default: false } }, allowPositionals: true });
    return { fast: values.fast, pattern: positionals[0] ?? '' };
  } catch (error) {
    throw new UserError(`${(error as Error).message}; usage: npm test [-- --fast] [PATTERN]`);
  }
}

async function runStage(stage: Stage, signal: AbortSignal): Promise<FileResult[]> {
  if (stage.files.length === 0) return [];
  process.stdout.write(`\n== ${stage.files.length} test files ${stage.title}\n`);
  const waiting = [...stage.files];
  const results: FileResult[] = [];
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file && !signal.aborted; file = waiting.shift()) {
      const result = await runFile(file, signal);
      results.push(result);
      process.stdout.write(describe(result));
    }
  };
  await Promise.all(Array.from({ length: stage.parallel }, worker));
  if (stage.sharesLab) await takeLabDown();
  return results;
}

/** Ends the lab that the end-to-end tests share, unless the caller named one of his own. */
async function takeLabDown(): Promise<void> {
  if (process.env['SIGSCI_LAB']) return;
  const { code, stderr } = await attempt([process.execPath, '--import', 'tsx', 'ci/lab/main.ts', 'down', '--name', 'test']);
  if (code !== 0) process.stderr.write(stderr);
}
