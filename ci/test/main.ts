/**
 * npm test [-- OPTIONS] [PATTERN] (see options.ts): runs every test file whose path contains PATTERN and ends with
 * `N passed, N failed[, N skipped]`. npm run e2e:long does so in the long form, and with those that need a cluster alone.
 * Exit 1 when a test failed, when no test ran, or when the pattern matches no file; 2 for wrong use and for a cluster
 * that does not answer.
 */
import { ExitCode } from '../../tools/errors.ts';
import { environmentOf } from '../lab/setting.ts';
import { program } from '../program.ts';
import { plan } from './files.ts';
import type { Stage } from './files.ts';
import { readOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { describe, summary } from './report.ts';
import { forgetRows, shownRows } from './rows.ts';
import { runFile } from './suite-file.ts';
import type { FileResult } from './suite-file.ts';
import { takeDown } from './take-down.ts';

await program('test', async (args, signal) => {
  const options = readOptions(args, process.env);
  setEnvironment(environmentOf(options.setting));
  const { stages, leftOut, onCluster } = await plan(process.cwd(), options);
  const results: FileResult[] = [];
  await prepare(options, onCluster, signal);
  await forgetRows();
  try {
    for (const stage of stages) results.push(...(await runStage(stage, signal)));
    process.stdout.write(await shownRows());
  } finally {
    if (!options.fast) await takeDown(options.setting);
  }
  const { line, green } = summary(results);
  process.stdout.write([...leftOut, line, ''].join('\n'));
  signal.throwIfAborted();
  return green ? ExitCode.clean : ExitCode.problems;
});

/** Each test file is a process of its own and reads the setting from there. */
function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
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
