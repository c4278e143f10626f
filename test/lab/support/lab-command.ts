import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { attempt } from '../../../ci/toolchain/run.ts';
import type { Result } from '../../../ci/toolchain/run.ts';

const words = ['--import', 'tsx', 'ci/lab/main.ts'];

/** Runs `lab:up` and its kin as a user does, with settings of the environment that differ. */
export function labCommand(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Result> {
  return attempt([process.execPath, ...words, ...args], { env: { ...process.env, ...settings } });
}

export interface Started {
  readonly child: ChildProcess;
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Starts a lab command and returns as soon as its progress contains `text`, such as the end of the step before. Throws when it ends without it. */
export function startUntil(text: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = spawn(process.execPath, [...words, ...args], { env: { ...process.env, ...settings }, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<number | string>((resolve) => child.on('close', (code, signal) => resolve(code ?? signal ?? 1)));
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stderr.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolve({ child, ended });
    });
    child.on('error', reject);
    void ended.then((code) => reject(new Error(`ended with ${code} before "${text}":\n${seen}`)));
  });
}
