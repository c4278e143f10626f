import { getJson } from '../../../../ci/scenario/cluster.ts';
import type { Site } from './site.ts';

/** Parts of a release that have pods. */
export type Component = 'controller' | 'agent';

/** The part of a Pod that the rows look at. */
export interface SitePod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly creationTimestamp: string; readonly deletionTimestamp?: string };
  readonly status: { readonly podIP?: string; readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime?: string }[] };
}

/** Where pods are looked for. */
export type Place = Pick<Site, 'lab' | 'namespace' | 'release'>;

/** The release's controller pods, the terminating ones too. */
export function controllerPods(site: Place): Promise<SitePod[]> {
  return podsOf(site, 'controller');
}

/** Names of the component's pods, without those that stop. */
export async function podNames(site: Place, component: Component): Promise<string[]> {
  return (await podsOf(site, component)).filter((pod) => !isTerminating(pod)).map(({ metadata }) => metadata.name);
}

/** Pods of one part of the release, the terminating ones too. */
export async function podsOf({ lab, namespace, release }: Place, component: Component): Promise<SitePod[]> {
  const words = ['pods', '--namespace', namespace, '--selector', podSelector(release.name, component)];
  return (await getJson<{ items: SitePod[] }>(lab, words)).items;
}

export function isTerminating({ metadata }: SitePod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function isReady({ status }: SitePod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}

/** What chooses the component's pods. */
export function podSelector(release: string, component: Component): string {
  return `app.kubernetes.io/instance=${release},app.kubernetes.io/component=${component}`;
}
