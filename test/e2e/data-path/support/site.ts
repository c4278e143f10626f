import { randomBytes } from 'node:crypto';
import type { Lab } from '../../../../ci/lab/lab.ts';
import { measure } from '../../../../ci/load/measure.ts';
import type { Margins, Measured } from '../../../../ci/load/measure.ts';
import { deployApplication } from '../../../../ci/scenario/application.ts';
import { createAgentKeys, createNamespace, deleteNamespace, inLab } from '../../../../ci/scenario/cluster.ts';
import { controllerAddress, requestThrough } from '../../../../ci/scenario/release.ts';
import type { Release } from '../../../../ci/scenario/release.ts';
import { until } from '../../../../ci/scenario/until.ts';
import type { Stream } from '../../../../ci/lab/inside/load/plan.ts';
import { testLab } from '../../../support/lab.ts';
import { steady } from './streams.ts';

/** A release of the chart with an application behind it, in a namespace and an ingress class of its own. */
export interface Site {
  readonly lab: Lab;
  readonly namespace: string;
  readonly release: Release;
  readonly host: string;
  /** The Secret with the agent's keys. */
  readonly keys: string;
  /** `helm upgrade` to the defaults and these `--set` words, waiting until it is done. */
  upgrade(words?: readonly string[], options?: HelmOptions): Promise<void>;
  rollback(revision: number): Promise<void>;
  kubectl(...words: string[]): Promise<string>;
  /** The event happens in the middle of the load. */
  underLoad<T>(event: () => Promise<T>, options?: LoadOptions): Promise<Measured<T>>;
  remove(): Promise<void>;
}

export interface HelmOptions {
  /** What is expected to fail waits so many seconds only, and its failure is returned to nobody. */
  readonly failsAfter?: number;
}

export interface LoadOptions extends Partial<Margins> {
  readonly streams?: readonly Stream[];
  /** The run ends after so many seconds at the latest. */
  readonly seconds?: number;
}

const seed = Number(process.env['SIGSCI_SEED'] ?? 7);

/** Installs the chart with its defaults and these `--set` words; ready when the application answers through it. */
export async function openSite(name: string, words: readonly string[] = []): Promise<Site> {
  const { lab, inside } = await testLab();
  const namespace = `path-${name}`;
  const release: Release = { name: 'sigsci-ingress', namespace };
  const host = `shop.${namespace}.example`;
  const keys = 'sigsci.my-site';
  const className = `controller.ingressClassResource.name=${namespace},controller.ingressClassResource.controllerValue=k8s.io/${namespace},controller.ingressClass=${namespace}`;
  const base = ['--namespace', namespace, '--set', `agent.site=my-site,global.image.registry=sigsci.lab,${className}`];
  const helm = (command: string, args: readonly string[]): Promise<string> => inLab(lab, ['helm', command, release.name, ...args]);
  const upgrade = async (extra: readonly string[] = [], { failsAfter }: HelmOptions = {}): Promise<void> => {
    const args = ['./chart', '--install', ...base, ...extra.flatMap((word) => ['--set', word]), '--wait', '--timeout', `${failsAfter ?? 300}s`];
    const failed = await helm('upgrade', args).then(() => false, (error: Error) => failsAfter !== undefined || Promise.reject(error));
    if (failsAfter !== undefined && !failed) throw new Error(`helm upgrade to ${extra.join()} was expected to fail`);
  };

  await deleteNamespace(lab, namespace);
  await createNamespace(lab, namespace);
  await createAgentKeys(lab, namespace, keys);
  await upgrade(words);
  await deployApplication(lab, { namespace, host, ingressClass: namespace });
  await until('the application through the controller', 60, async () => ((await requestThrough(lab, release, host, '/').catch(() => undefined))?.status === 200 ? true : undefined));

  return {
    lab, namespace, release, host, keys, upgrade,
    rollback: async (revision) => void (await helm('rollback', [String(revision), '--namespace', namespace, '--wait', '--timeout', '300s'])),
    kubectl: (...args) => inLab(lab, ['kubectl', '--namespace', namespace, ...args]),
    async underLoad(event, { lead = 3, tail = 4, streams = steady, seconds = 240 } = {}) {
      const target = { address: await controllerAddress(lab, release), httpPort: 80, httpsPort: 443, host };
      const plan = { run: randomBytes(3).toString('hex'), seed, seconds, requests: 100_000, target, streams };
      return measure({ lab, namespace, release: release.name, image: inside }, plan, { lead, tail }, event);
    },
    async remove() {
      await helm('uninstall', ['--namespace', namespace, '--ignore-not-found']);
      await deleteNamespace(lab, namespace, false);
    },
  };
}
