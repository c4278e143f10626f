import { getJson } from '../../../../ci/scenario/cluster.ts';
import type { Site } from './site.ts';

/** The part of a Pod that the rows look at. */
export interface SitePod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly creationTimestamp: string; readonly deletionTimestamp?: string };
  readonly status: { readonly podIP?: string; readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime?: string }[] };
}

/** The release's controller pods, the terminating ones too. */
export async function controllerPods({ lab, namespace, release }: Site): Promise<SitePod[]> {
  const selector = `app.kubernetes.io/component=controller,app.kubernetes.io/instance=${release.name}`;
  return (await getJson<{ items: SitePod[] }>(lab, ['pods', '--namespace', namespace, '--selector', selector])).items;
}

export function isTerminating({ metadata }: SitePod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function isReady({ status }: SitePod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}
