/** Says on standard output that a case did not run, and why: the test runner counts these lines. */
export function skip(reason: string): void {
  process.stdout.write(`skipped: ${reason}\n`);
}
