import { attempt } from '../toolchain/run.ts';

export interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  readonly output: string;
  readonly seconds: number;
}

/**
 * Runs one uvu test file in a process of its own.
 * A file that ends without having run a test counts as one failure: uvu itself is silent about a forgotten `.run()`.
 */
export async function runFile(file: string): Promise<FileResult> {
  const started = Date.now();
  const { code, stdout, stderr } = await attempt([process.execPath, '--import', 'tsx', file], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  const total = sum(stdout, /^\s*Total:\s+(\d+)/gm);
  const passed = sum(stdout, /^\s*Passed:\s+(\d+)/gm);
  const skipped = [...stdout.matchAll(/^skipped: (.*)$/gm)].map((match) => match[1] ?? '');
  const failed = total - passed;
  return {
    file,
    passed,
    failed: failed === 0 && (code !== 0 || (total === 0 && skipped.length === 0)) ? 1 : failed,
    skipped,
    output: total === 0 && code === 0 ? `${stdout}${stderr}no test ran in this file: does each suite call .run()?\n` : stdout + stderr,
    seconds: (Date.now() - started) / 1000,
  };
}

function sum(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
}
