/**
 * Says on standard output that a case did not run, and why: the test runner counts these lines.
 * It begins a line of its own, because within a test uvu's dots stand on the present one.
 */
export function skip(reason: string): void {
  process.stdout.write(`\nskipped: ${reason}\n`);
}
