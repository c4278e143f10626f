import type { Context } from '../../tools/commands/command.ts';

/** A command's world for a test: everything it says is kept. */
export interface RecordedContext extends Context {
  readonly said: { out: string; err: string };
}

/** A context in the folder `cwd`, whose environment is this process's own, without colours and CI, plus `env`. */
export function recordedContext(cwd: string, env: NodeJS.ProcessEnv = {}, signal = new AbortController().signal): RecordedContext {
  const said = { out: '', err: '' };
  return {
    said,
    cwd,
    env: { ...process.env, CI: '', ...env },
    color: false,
    signal,
    stdin: () => Buffer.alloc(0),
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
  };
}
