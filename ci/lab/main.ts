/** npm run lab:up | lab:down | lab:status | lab:exec -- COMMAND, each with [--name NAME] [--namespace NETWORK-NAMESPACE]. */
import { ExitCode, UserError } from '../../tools/errors.ts';
import { readArguments } from './arguments.ts';
import { commands } from './commands.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());

try {
  const options = readArguments(process.argv.slice(2));
  process.exitCode = await commands[options.command](options, interruption.signal);
} catch (error) {
  process.exitCode = interruption.signal.aborted ? ExitCode.interrupted : error instanceof UserError ? ExitCode.unusable : ExitCode.problems;
  const text = interruption.signal.aborted ? 'interrupted' : error instanceof UserError ? error.message : (error as Error).stack;
  process.stderr.write(`lab: ${text}\n`);
}
