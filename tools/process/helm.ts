import { UserError } from '../errors.ts';
import type { Result, Run, RunOptions } from './run.ts';

/** What is rendered, with everything that the outcome depends on pinned by the caller. */
export interface Template {
  readonly chart: string;
  readonly release: string;
  readonly namespace: string;
  readonly kubeVersion?: string;
  /** Paths, or `-` for `input`. */
  readonly valuesFiles: readonly string[];
  /** Text for Helm's standard input. */
  readonly input?: string | undefined;
  /** Further arguments in Helm's own words, such as `--set a=b`. */
  readonly extra?: readonly string[];
}

/** A rendered manifest, or Helm's own words on why there is none. */
export type Rendered = { readonly manifest: string } | { readonly error: string };

/** The part of Helm that needs no cluster. */
export type Renderer = Pick<Helm, 'template'>;

export interface Helm {
  readonly template: (template: Template) => Promise<Rendered>;
  /** Uninstalls every release of a namespace, whatever state it is in. Its pods may still run when it returns; nothing makes new ones. */
  readonly uninstallAll: (namespace: string) => Promise<void>;
}

/** Helm as a program at `path`. Without a signal the calls cannot be interrupted, as it is right while cleaning up. */
export function helmProgram(path: string, run: Run, environment: Pick<RunOptions, 'env' | 'cwd' | 'signal'>): Helm {
  return {
    async uninstallAll(namespace) {
      const names = await succeed(run([path, 'list', '--namespace', namespace, '--short', ...anyState], { ...environment, seconds: 60 }));
      for (const name of names.split('\n').filter((line) => line !== '')) {
        await succeed(run([path, 'uninstall', name, '--namespace', namespace, '--cascade', 'foreground'], { ...environment, seconds: 150 }));
      }
    },
    async template({ chart, release, namespace, kubeVersion, valuesFiles, input = '', extra = [] }) {
      const version = kubeVersion === undefined ? [] : ['--kube-version', kubeVersion];
      const files = valuesFiles.flatMap((file) => ['--values', file]);
      const command = [path, 'template', release, chart, '--namespace', namespace, ...version, ...files, ...extra];
      const result = await run(command, { ...environment, input, seconds: 120 });
      if (result.timedOut) throw new UserError(`helm template ${chart} took longer than two minutes and was ended`);
      return result.code === 0 ? { manifest: result.stdout } : { error: helmError(result.stderr) };
    },
  };
}

/** Helm 3 lists neither pending nor uninstalling releases by itself, and Helm 4 does not know `--all`. */
const anyState = ['--deployed', '--failed', '--pending', '--superseded', '--uninstalling'];

async function succeed(running: Promise<Result>): Promise<string> {
  const result = await running;
  if (result.code !== 0) throw new Error(`helm: ${result.timedOut ? 'it took too long and was ended' : helmError(result.stderr)}`);
  return result.stdout;
}

/** Helm's error without its prefix, its advice and its warnings; several lines become one. Schema errors come in random order, so they are sorted. */
export function helmError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line !== '' && !/^(WARNING|Use --debug|level=|coalesce\.go|walk\.go)/.test(line.trim()));
  const start = lines.findIndex((line) => line.startsWith('Error: '));
  const [first = 'helm failed without a message', ...rest] = (start < 0 ? lines : lines.slice(start)).map((line) => line.replace(/^Error: /, '').trim());
  return [first, ...rest.sort()].join(' ');
}
