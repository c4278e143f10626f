import { UserError } from '../errors.ts';
import type { Run } from './run.ts';

/** What is rendered, with everything that the outcome depends on pinned by the caller. */
export interface Template {
  readonly chart: string;
  readonly release: string;
  readonly namespace: string;
  readonly kubeVersion?: string;
  readonly valuesFiles: readonly string[];
  /** Further arguments in Helm's own words, such as `--set a=b`. */
  readonly extra?: readonly string[];
}

/** A rendered manifest, or Helm's own words on why there is none. */
export type Rendered = { readonly manifest: string } | { readonly error: string };

export interface Helm {
  readonly template: (template: Template) => Promise<Rendered>;
}

/** Helm as a program at `path`. */
export function helmProgram(path: string, run: Run, environment: { env: NodeJS.ProcessEnv; cwd: string; signal: AbortSignal }): Helm {
  return {
    async template({ chart, release, namespace, kubeVersion, valuesFiles, extra = [] }) {
      const version = kubeVersion === undefined ? [] : ['--kube-version', kubeVersion];
      const files = valuesFiles.flatMap((file) => ['--values', file]);
      const command = [path, 'template', release, chart, '--namespace', namespace, ...version, ...files, ...extra];
      const result = await run(command, { ...environment, seconds: 120 });
      if (result.timedOut) throw new UserError(`helm template ${chart} took longer than two minutes and was ended`);
      return result.code === 0 ? { manifest: result.stdout } : { error: helmError(result.stderr) };
    },
  };
}

/** Helm's error without its prefix, its advice and its warnings; several lines become one. Schema errors come in random order, so they are sorted. */
export function helmError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line !== '' && !/^(WARNING|Use --debug|level=|coalesce\.go|walk\.go)/.test(line.trim()));
  const start = lines.findIndex((line) => line.startsWith('Error: '));
  const [first = 'helm failed without a message', ...rest] = (start < 0 ? lines : lines.slice(start)).map((line) => line.replace(/^Error: /, '').trim());
  return [first, ...rest.sort()].join(' ');
}
