import { spawn } from 'node:child_process';
import { attempt } from '../toolchain/run.ts';
import type { Result } from '../toolchain/run.ts';
import type { ExecOptions } from './backend.ts';

/** Runs a command in exactly this environment, with those options of `Backend.exec` that every backend treats alike. */
export async function execute(words: readonly string[], env: NodeJS.ProcessEnv, options: ExecOptions): Promise<Result> {
  const { input, cwd, signal, interactive, onOutput } = options;
  const settings = { env: { ...env, ...options.env }, ...(cwd && { cwd }), ...(signal && { signal }) };
  if (interactive) return onTerminal(words, settings);
  return attempt(words, { ...settings, ...(input !== undefined && { input }), ...(onOutput && { onOutput }) });
}

/** Ctrl-C reaches the command through the terminal; this process waits for its end. */
function onTerminal(words: readonly string[], settings: { env: NodeJS.ProcessEnv; cwd?: string; signal?: AbortSignal }): Promise<Result> {
  const [program = '', ...args] = words;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...settings, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code, killedBy) => resolve({ code: code ?? (killedBy ? 130 : 1), stdout: '', stderr: '' }));
  });
}
