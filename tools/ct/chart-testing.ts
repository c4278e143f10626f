import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Result, Run } from '../process/run.ts';
import type { Config } from './config.ts';

/** One run of ct on one chart. */
export interface Request {
  readonly config: Config;
  /** A folder of this run alone: the configuration is written there. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
}

export interface ChartTesting {
  readonly run: (command: 'lint' | 'install', request: Request) => Promise<Result>;
}

/** Paths of the programs, where each is known. */
export interface Programs {
  readonly ct: string;
  readonly helm: string;
  readonly kubectl?: string;
}

/** No case is given more time than this, whatever hangs: `kubectl rollout status`, which ct calls, has no end of its own. */
const longestSeconds = 40 * 60;

/**
 * ct as a program. It finds helm and kubectl by name on PATH, so the chosen ones are linked into
 * `folder` and that comes first.
 */
export async function chartTestingProgram(programs: Programs, folder: string, env: NodeJS.ProcessEnv, run: Run): Promise<ChartTesting> {
  const first = join(folder, 'programs');
  await mkdir(first, { recursive: true });
  for (const name of ['helm', 'kubectl'] as const) {
    const path = programs[name];
    if (path !== undefined) await symlink(path, join(first, name));
  }
  const environment = { ...withoutSettings(env), PATH: [first, env['PATH'] ?? ''].join(delimiter) };
  return {
    async run(command, { config, folder: own, signal, onOutput }) {
      const path = join(own, 'ct.json');
      await writeFile(path, JSON.stringify(config, undefined, 2));
      return run([programs.ct, command, '--config', path], { cwd: own, env: environment, seconds: longestSeconds, signal, onOutput });
    },
  };
}

/** CT_* variables beat ct's configuration file, ours included. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CT_')));
}
