import { settingOf } from '../../ci/lab/setting.ts';
import { skip } from './skip.ts';

/** What registers a test: a suite of uvu. */
type Register = (title: string, check: () => void | Promise<void>) => void;

/**
 * Registers tests as `test` does, and with the vendor's images says instead, of each, that they cannot judge it.
 * `reason`: what of the doubles the test needs, such as "it asks the agent double to hang".
 */
export function whenDoubles(test: Register, reason: string): Register {
  if (settingOf(process.env).images === 'doubles') return test;
  return (title) => skip(unjudged(title, reason));
}

/** For a file that is about the doubles alone, at its beginning: with the vendor's images says so and ends the process. */
export function requireDoubles(title: string, reason: string): void {
  if (settingOf(process.env).images === 'doubles') return;
  skip(unjudged(title, reason));
  process.exit(0);
}

function unjudged(title: string, reason: string): string {
  return `${title}: cannot be judged with the vendor's images (${reason})`;
}
