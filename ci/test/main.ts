/**
 * npm test [-- --fast] [PATTERN]: runs every test file and ends with `N passed, N failed[, N skipped]`.
 * Exit 1 when a test failed, when no test ran, or when the pattern matches no file.
 */
import { parseArgs } from 'node:util';
import { stages } from './files.ts';
import type { Stage } from './files.ts';
import { describe, summary } from './report.ts';
import { runFile } from './suite-file.ts';
import type { FileResult } from './suite-file.ts';

async function runStage(stage: Stage, interrupted: AbortSignal): Promise<FileResult[]> {
  if (stage.files.length > 0) process.stdout.write(`\n== ${stage.files.length} test files ${stage.title}\n`);
  const waiting = [...stage.files];
  const results: FileResult[] = [];
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file && !interrupted.aborted; file = waiting.shift()) {
      const result = await runFile(file, interrupted);
      results.push(result);
      process.stdout.write(describe(result));
    }
  };
  await Promise.all(Array.from({ length: stage.parallel }, worker));
  return results;
}

const { values, positionals } = parseArgs({ options: { fast: { type: 'boolean', default: false } }, allowPositionals: true });
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort(signal));

const results: FileResult[] = [];
for (const stage of await stages(process.cwd(), positionals[0] ?? '', values.fast)) {
  results.push(...(await runStage(stage, interruption.signal)));
}
const { line, green } = summary(results);
process.stdout.write(`${line}\n`);
process.exitCode = interruption.signal.aborted ? 130 : green ? 0 : 1;
