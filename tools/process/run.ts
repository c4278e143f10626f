import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { UserError } from '../errors.ts';
import { endGroup } from './group.ts';

/** What a program said. A program that a signal ended has 128 + the signal's number as its code, as in a shell. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It was ended because it ran longer than `seconds`. */
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Text for its standard input; without it, standard input is empty. */
  readonly input?: string;
  /** It is ended after this many seconds. */
  readonly seconds?: number;
  /** It is ended when this is aborted; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Gets the output of both streams as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** Runs programs: the one door to them, so that a test can hand in its own. */
export type Run = (command: readonly string[], options?: RunOptions) => Promise<Result>;

/**
 * Runs a program to its end. It never throws for a non-zero code; a program that does not exist or
 * may not be run is a UserError. The program leads a process group of its own, so that ending it
 * ends what it started too: ct leaves helm and kubectl behind otherwise.
 */
export const run: Run = async (command, options = {}) => {
  options.signal?.throwIfAborted();
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: options.cwd, env: options.env, detached: true });
  const output = collect(child, options.onOutput);
  child.stdin.on('error', () => undefined).end(options.input);
  const ending = endWhenAsked(child.pid, options);
  const code = await exitCode(child, program).finally(ending.stop);
  await ending.finished();
  options.signal?.throwIfAborted();
  return { code, ...output, timedOut: ending.timedOut() };
};

function collect(child: ChildProcessWithoutNullStreams, onOutput: RunOptions['onOutput']): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      onOutput?.(text);
    });
  }
  return output;
}

function exitCode(child: ChildProcessWithoutNullStreams, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(unstartable(program, error)));
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
}

interface Ending {
  readonly timedOut: () => boolean;
  /** Settles when nothing of an ended group is left. */
  readonly finished: () => Promise<void>;
  readonly stop: () => void;
}

function endWhenAsked(pid: number | undefined, { seconds, signal }: RunOptions): Ending {
  let timedOut = false;
  let finished = Promise.resolve();
  const end = (): void => void (finished = endGroup(pid));
  const timer = seconds === undefined ? undefined : setTimeout(() => void ((timedOut = true), end()), seconds * 1000);
  signal?.addEventListener('abort', end, { once: true });
  const stop = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  };
  return { timedOut: () => timedOut, finished: () => finished, stop };
}

function unstartable(program: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOENT') return new UserError(`${basename(program)} not found (${program}); install it or correct the path`);
  if (error.code === 'EACCES') return new UserError(`${program} may not be run; make it executable (chmod +x) or name another one`);
  return error;
}
