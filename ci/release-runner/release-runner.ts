import type { Backend } from '../lab/backend.ts';
import { inLab } from '../scenario/cluster.ts';

/** A release that is led through its life. */
export interface Subject {
  readonly helm: 'helm3' | 'helm4';
  /** A chart's folder or package. */
  readonly chart: string;
  readonly name: string;
  readonly namespace: string;
  /** Arguments of install and upgrade: `--values`, `--set`. */
  readonly values: readonly string[];
}

/** One entry of `helm history`. */
export interface Revision {
  readonly revision: number;
  readonly status: string;
  readonly description: string;
}

/**
 * Leads a release through its life by Helm itself. ct has no rollback and skips in silence what it cannot
 * judge; here every step either happened, which Helm's own history must say, or throws.
 */
export interface ReleaseRunner {
  readonly install: () => Promise<void>;
  /** Upgrades with further values, above those of the installation. */
  readonly upgrade: (values: readonly string[]) => Promise<void>;
  readonly rollback: (revision: number) => Promise<void>;
  readonly test: () => Promise<void>;
  /** Returns while the last pods still end: `leftBehind` waits for them. */
  readonly uninstall: () => Promise<void>;
}

/** Between a pod's first second and its agent's rules lie up to 180 s. */
const wait = ['--wait', '--timeout', '240s'];

/** The runner of one release in the lab. */
export function releaseRunner(lab: Backend, { helm, chart, name, namespace, values }: Subject): ReleaseRunner {
  const call = (...args: string[]): Promise<string> => inLab(lab, ['helm', ...args, '--namespace', namespace], { tools: [helm, 'kubectl'] });
  const newest = async (): Promise<Revision> => {
    const history = JSON.parse(await call('history', name, '--output', 'json')) as Revision[];
    return history.at(-1) ?? { revision: 0, status: 'absent', description: '' };
  };
  const mustBe = async (revision: number, words: RegExp): Promise<void> => {
    const found = await newest();
    const as = found.revision === revision && found.status === 'deployed' && words.test(found.description);
    if (!as) throw new Error(`${name}: expected revision ${revision} deployed (${words}), found ${JSON.stringify(found)}`);
  };
  return {
    install: async () => {
      await call('install', name, chart, ...values, ...wait);
      await mustBe(1, /install complete/i);
    },
    upgrade: async (more) => {
      const { revision } = await newest();
      await call('upgrade', name, chart, ...values, ...more, ...wait);
      await mustBe(revision + 1, /upgrade complete/i);
    },
    rollback: async (to) => {
      const { revision } = await newest();
      await call('rollback', name, String(to), ...wait);
      await mustBe(revision + 1, new RegExp(`rollback to ${to}`, 'i'));
    },
    test: async () => {
      const output = await call('test', name, '--timeout', '120s');
      if (!/Phase:\s+Succeeded/.test(output)) throw new Error(`${name}: helm test ran no test:\n${output}`);
    },
    uninstall: async () => {
      // Without --wait: Helm 4 may miss that an object is gone, and then waits for it to the end of its time.
      // https://github.com/helm/helm/issues/31766
      await call('uninstall', name, '--cascade', 'foreground');
    },
  };
}
