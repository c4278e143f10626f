import { ExitCode, UserError } from '../tools/errors.ts';

/**
 * Runs one of the project's own commands and decides its exit code: what `main` returns, 2 with one line for a mistake
 * of the user, 130 after Ctrl-C (`signal` is then aborted, and `main` cleans up), 1 with the stack for anything else.
 */
export async function program(name: string, main: (args: string[], signal: AbortSignal) => Promise<ExitCode>): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());
  try {
    process.exitCode = await main(process.argv.slice(2), interruption.signal);
  } catch (error) {
    const { code, text } = judge(error, interruption.signal.aborted);
    process.exitCode = code;
    process.stderr.write(`${name}: ${text}\n`);
  }
}

function judge(error: unknown, interrupted: boolean): { code: ExitCode; text: string } {
  if (interrupted) return { code: ExitCode.interrupted, text: 'interrupted' };
  if (error instanceof UserError) return { code: ExitCode.unusable, text: error.message };
  return { code: ExitCode.problems, text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
