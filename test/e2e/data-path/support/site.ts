import type { Backend } from '../../../../ci/lab/backend.ts';
import type { Measured } from '../../../../ci/load/measure.ts';
import { loadTarget } from '../../../../ci/load/target.ts';
import { deployApplication } from '../../../../ci/scenario/application.ts';
import { ownClass, smallRequests } from '../../../../ci/scenario/beside-others.ts';
import { createAgentKeys, createNamespace, deleteNamespace, inLab } from '../../../../ci/scenario/cluster.ts';
import type { Release } from '../../../../ci/scenario/release.ts';
import { until } from '../../../../ci/scenario/until.ts';
import { testLab } from '../../../support/lab.ts';
import { controllerPods, isTerminating } from './pods.ts';
import type { Place } from './pods.ts';
import { tell, underLoad } from './under-load.ts';
import type { LoadOptions, RowName } from './under-load.ts';

/** A release of the chart with an application behind it, in a namespace and an ingress class of its own. */
export interface Site {
  readonly lab: Backend;
  readonly namespace: string;
  readonly release: Release;
  readonly host: string;
  /** The controller's workload, as kubectl names it. */
  readonly deployment: string;
  /** `helm upgrade` to the defaults and these `--set` words, waiting until it is done. */
  upgrade(words?: readonly string[]): Promise<void>;
  /** The same where it must not succeed: waits so many seconds; throws when the upgrade succeeds. */
  failingUpgrade(words: readonly string[], seconds: number): Promise<void>;
  /** `helm rollback`; without a revision to the one before. */
  rollback(revision?: number): Promise<void>;
  /** kubectl in the site's namespace; throws with its words when it fails. */
  kubectl(...words: string[]): Promise<string>;
  /** The event happens in the middle of the load; the row is written and printed. */
  underLoad<T>(row: RowName, event: () => Promise<T>, options?: LoadOptions): Promise<Measured<T>>;
  /** Writes and prints a row that needs no load. */
  tell(row: RowName, seconds: Readonly<Record<string, number>>): Promise<void>;
  /** Has this done before the site is removed, also when a test has failed on the way: what still runs would keep the process. */
  atEnd(action: () => Promise<void>): void;
  remove(): Promise<void>;
}

/** A release of another chart, which the site begins as and the chart then takes over. */
export interface Predecessor {
  readonly chart: string;
  /** Begin of the release's name, by which that chart names its objects; the chart takes it as `nameOverride`. */
  readonly name: string;
  /** Words of its `helm install`, for the site's namespace, which is its class too. */
  words(namespace: string, release: string): Promise<readonly string[]>;
}

const timeout = 300;

/** Installs the chart with its defaults and these `--set` words, or what comes before it; ready when the application answers through it. */
export async function openSite(name: string, words: readonly string[] = [], before?: Predecessor): Promise<Site> {
  const { lab, images, installArguments } = await testLab();
  const namespace = `path-${name}`;
  // Cluster-wide objects bear the release's name, so sites side by side need one each.
  const release: Release = { name: `${before?.name ?? 'sigsci-ingress'}-${name}`, namespace };
  const host = `shop.${namespace}.example`;
  const names = before ? ['--set', `nameOverride=${before.name}`] : [];
  const base = ['./chart', '--install', '--namespace', namespace, '--set', `agent.site=my-site,${smallRequests},${ownClass(namespace)}`, ...names, ...installArguments];
  const helm = (command: string, args: readonly string[]): Promise<string> => inLab(lab, ['helm', command, release.name, ...args]);
  const upgrade = (extra: readonly string[], seconds: number): Promise<string> => helm('upgrade', [...base, ...extra.flatMap((word) => ['--set', word]), '--wait', '--timeout', `${seconds}s`]);

  // What an interrupted run left may drain for minutes.
  await lab.exec(['kubectl', 'delete', 'pods', '--all', '--namespace', namespace, '--force', '--grace-period=0']);
  await deleteNamespace(lab, namespace);
  await createNamespace(lab, namespace);
  await createAgentKeys(lab, namespace, 'sigsci.my-site');
  if (before) await helm('install', [before.chart, '--namespace', namespace, ...(await before.words(namespace, release.name)), '--wait', '--timeout', `${timeout}s`]);
  else await upgrade(words, timeout);
  await deployApplication(lab, { namespace, host, ingressClass: namespace });
  await until('the application through every controller pod', 60, async () => ((await servedByAll({ lab, namespace, release }, host)) ? true : undefined));

  const endings: (() => Promise<void>)[] = [];
  return {
    lab,
    namespace,
    release,
    host,
    deployment: `deployment/${release.name}-controller`,
    upgrade: async (extra = []) => void (await upgrade(extra, timeout)),
    async failingUpgrade(extra, seconds) {
      const done = await upgrade(extra, seconds).then(() => true, () => false);
      if (done) throw new Error(`helm upgrade to ${extra.join()} succeeded, which it must not`);
    },
    rollback: async (revision = 0) => void (await helm('rollback', [String(revision), '--namespace', namespace, '--wait', '--timeout', `${timeout}s`])),
    kubectl: (...args) => inLab(lab, ['kubectl', '--namespace', namespace, ...args]),
    async underLoad(row, happen, options) {
      const target = await loadTarget(lab, release, host);
      return underLoad({ lab, namespace, release: release.name, images, target }, row, happen, options);
    },
    tell: ({ id, event, mode = 'native sidecar' }, seconds) => tell({ id, event, mode, images, seconds }),
    atEnd: (action) => void endings.push(action),
    async remove() {
      await Promise.all(endings.map((end) => end()));
      await helm('uninstall', ['--namespace', namespace, '--ignore-not-found']);
      await deleteNamespace(lab, namespace, false);
    },
  };
}

/** Each controller follows endpoints at its own pace, so that one may serve seconds before another. */
async function servedByAll(place: Place, host: string): Promise<boolean> {
  const pods = (await controllerPods(place)).filter((pod) => !isTerminating(pod));
  const answers = pods.map(({ status }) => place.lab.requestFromInside({ url: `http://${status.podIP}/`, headers: { host } }).catch(() => undefined));
  return (await Promise.all(answers)).every((answer) => answer?.status === 200);
}
