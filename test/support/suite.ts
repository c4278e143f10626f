import { suite as plainSuite } from 'uvu';
import type { Callback, Test } from 'uvu';

/**
 * A suite of uvu whose `before` says what went wrong. uvu 0.5.6 counts the tests of such a suite as failed and drops the
 * error (https://github.com/lukeed/uvu/issues/191).
 */
export function suite<Context = Record<string, unknown>>(name: string, context?: Context): Test<Context> {
  const tests = plainSuite(name, context);
  const before = tests.before;
  tests.before = Object.assign((hook: Callback<Context>) => before(telling(name, hook)), before);
  return tests;
}

function telling<Context>(name: string, hook: Callback<Context>): Callback<Context> {
  return async (context) => {
    try {
      await hook(context);
    } catch (error) {
      process.stderr.write(`\nbefore the tests of "${name}": ${error instanceof Error ? error.stack : String(error)}\n`);
      throw error;
    }
  };
}
