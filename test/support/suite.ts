import { suite as plainSuite } from 'uvu';
import type { Callback, Test } from 'uvu';

/**
 * A suite of uvu whose `before` and `after` say what went wrong. uvu 0.5.6 counts the tests behind a failed `before` as failed
 * and drops the error (https://github.com/lukeed/uvu/issues/191); an error in `after` ends the process, and what the tests
 * had found is never printed.
 */
export function suite<Context = Record<string, unknown>>(name: string, context?: Context): Test<Context> {
  const tests = plainSuite(name, context);
  const { before, after } = tests;
  tests.before = Object.assign((hook: Callback<Context>) => before(telling(`before the tests of "${name}"`, hook)), before);
  tests.after = Object.assign((hook: Callback<Context>) => after((state) => telling(`after the tests of "${name}"`, hook)(state).catch(failTheFile)), after);
  return tests;
}

function telling<Context>(when: string, hook: Callback<Context>): (...args: Parameters<Callback<Context>>) => Promise<void> {
  return async (context) => {
    try {
      await hook(context);
    } catch (error) {
      process.stderr.write(`\n${when}: ${error instanceof Error ? error.stack : String(error)}\n`);
      throw error;
    }
  };
}

/** uvu sets the exit code itself, so this waits until it has. */
function failTheFile(): void {
  process.once('exit', () => (process.exitCode = 1));
}
