import { attempt } from '../toolchain/run.ts';

/** What one test file did. `failed` is at least 1 when the file did not end well, whatever it printed. */
export interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  readonly output: string;
  readonly seconds: number;
}

/** Minutes after which a file counts as stuck: the longest one takes a third of it. */
const longest = 30;

/** Runs one uvu test file in a process of its own. One that is stuck, for so many minutes, is ended and failed, so that the others still run. */
export async function runFile(file: string, signal: AbortSignal, minutes = longest): Promise<FileResult> {
  const started = Date.now();
  const environment = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const stuck = AbortSignal.timeout(minutes * 60_000);
  const options = { env: environment, signal: AbortSignal.any([signal, stuck]), killSignal: 'SIGINT' } as const;
  const { code, stdout, stderr } = await attempt([process.execPath, '--import', 'tsx', file], options);
  const advice = stuck.aborted ? `not over after ${minutes} minutes: does something keep the process?\n` : '';
  return judge(file, code, stdout, stderr + advice, (Date.now() - started) / 1000);
}

/**
 * Reads uvu's counts. uvu ends with 0 and is silent about a suite that never calls `.run()`,
 * so a file in which no test ran counts as one failure.
 */
export function judge(file: string, code: number, stdout: string, stderr: string, seconds: number): FileResult {
  const count = (label: string): number => sum(stdout, new RegExp(`^ {2}${label}:\\s+(\\d+)`, 'gm'));
  const skipped = [...stdout.matchAll(/^skipped: (.*)$/gm)].map((match) => match[1] ?? '');
  const total = count('Total');
  const passed = count('Passed');
  const idle = total === 0 && skipped.length === 0;
  const broken = code !== 0 || idle;
  const advice = idle && code === 0 ? 'no test ran in this file: does each suite call .run()?\n' : '';
  const failed = Math.max(total - passed - count('Skipped'), broken ? 1 : 0);
  return { file, passed, failed, skipped, output: stdout + stderr + advice, seconds };
}

function sum(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
}
