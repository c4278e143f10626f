import type { Run, RunOptions } from './run.ts';

/** A cluster's API, as far as the tools use it. Every call throws with kubectl's own words when it fails. */
export interface Kubectl {
  /** Creates objects; their text goes through standard input, so that no secret stands in an argument. */
  readonly create: (objects: readonly object[]) => Promise<void>;
  /** The items of one or more kinds in a namespace, such as `pods,events`. */
  readonly list: (kinds: string, namespace: string) => Promise<readonly LiveObject[]>;
  /** The last lines of a container, of its previous run when asked for; empty when there are none. */
  readonly logs: (namespace: string, pod: string, container: string, previous: boolean) => Promise<string>;
  /** Ends all pods of a namespace at once, without the time that they ask for, and waits until they are gone. */
  readonly endPods: (namespace: string) => Promise<void>;
  /** Deletes a namespace and waits until it is gone. */
  readonly deleteNamespace: (name: string) => Promise<void>;
  /** Asks whether the API server answers. */
  readonly ready: () => Promise<void>;
}

/** An object as the API server gives it. */
export interface LiveObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly creationTimestamp?: string };
  readonly [field: string]: unknown;
}

/** A ReplicaSet that does not know yet that it is being deleted replaces a pod that ended. */
const rounds = 5;

/** kubectl as a program at `path`. Without a signal the calls cannot be interrupted, as it is right while cleaning up. */
export function kubectlProgram(path: string, run: Run, environment: Pick<RunOptions, 'env' | 'cwd' | 'signal'>): Kubectl {
  const call = async (args: readonly string[], options: RunOptions = {}): Promise<string> => {
    const result = await run([path, ...args], { ...environment, seconds: 60, ...options });
    if (result.code === 0) return result.stdout;
    const words = result.timedOut ? 'it took too long and was ended' : result.stderr.trim();
    throw new Error(`kubectl ${args.slice(0, 2).join(' ')}: ${words}`);
  };
  return {
    create: async (objects) => {
      await call(['create', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) });
    },
    list: async (kinds, namespace) => {
      const text = await call(['get', kinds, '--namespace', namespace, '--output', 'json']);
      return (JSON.parse(text) as { items: LiveObject[] }).items;
    },
    logs: async (namespace, pod, container, previous) => {
      const earlier = previous ? ['--previous'] : [];
      const text = await call(['logs', pod, '--namespace', namespace, '--container', container, '--tail', '20', ...earlier]).catch(() => '');
      // What the kubelet answers, as if it were the log, when it has just removed that run's container.
      return text.startsWith('unable to retrieve container logs') ? '' : text;
    },
    endPods: async (namespace) => {
      for (let round = 0; round < rounds; round++) {
        await call(['delete', 'pods', '--all', '--namespace', namespace, '--grace-period', '1', '--timeout', '60s'], { seconds: 90 });
        const left = await call(['get', 'pods', '--namespace', namespace, '--output', 'name']);
        if (left === '') return;
      }
    },
    deleteNamespace: async (name) => {
      await call(['delete', 'namespace', name, '--ignore-not-found', '--timeout', '150s'], { seconds: 180 });
    },
    ready: async () => {
      await call(['get', '--raw', '/readyz', '--request-timeout', '10s'], { seconds: 20 });
    },
  };
}
