import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions extends SpawnOptions {
  /** Text for the program's standard input. */
  readonly input?: string;
  /** Receives standard output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a program to its end (or until `options.signal` aborts it) and returns its exit code and output; never throws for a non-zero code. */
export function attempt(command: readonly string[], options: RunOptions = {}): Promise<Result> {
  const [program = '', ...args] = command;
  const { input, onOutput, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...spawnOptions, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => {
      out.push(chunk);
      onOutput?.(chunk.toString());
    });
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ABORT_ERR' ? undefined : reject(error)));
    child.on('close', (code) =>
      resolve({ code: code ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

/** Runs a program and returns its standard output. Throws with the command and its last error lines when it fails. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await attempt(command, options);
  if (code === 0) return stdout;
  const tail = (stderr || stdout).trim().split('\n').slice(-15).join('\n');
  throw new Error(`${command.join(' ')} ended with ${code}:\n${tail}`);
}
