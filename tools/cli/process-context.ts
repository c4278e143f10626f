import { readFileSync } from 'node:fs';
import type { Context } from '../commands/command.ts';

let interruption: AbortController | undefined;

/** The context of a real process. Signals are only caught once a command asks for `signal`; until then they simply end it. */
export const processContext: Context = {
  cwd: process.cwd(),
  env: process.env,
  // Asked for only when there is something to print: process.stdout alone costs a tenth of a short run.
  get color() {
    return wantsColor(process.env);
  },
  get signal() {
    return (interruption ??= catchSignals()).signal;
  },
  stdin: () => readFileSync(0),
  out: (text) => void (text !== '' && process.stdout.write(text)),
  err: (text) => void process.stderr.write(text),
};

/** Whether the run was interrupted, whatever its command returned. */
export function wasInterrupted(): boolean {
  return interruption?.signal.aborted ?? false;
}

/** The first signal asks the command to end, the second one ends the process. */
function catchSignals(): AbortController {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller;
}

/** https://no-color.org and Node's own FORCE_COLOR. */
function wantsColor(env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return process.stdout.isTTY === true && env['TERM'] !== 'dumb';
}
