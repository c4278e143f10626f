import type { KubernetesObject } from '../chart/manifest.ts';
import { containers, podSpec } from '../chart/pods.ts';

/** Every image that the objects run or mount, each once, in alphabetical order. */
export function findImages(objects: readonly KubernetesObject[]): string[] {
  const pods = objects.flatMap((object) => podSpec(object) ?? []);
  const run = pods.flatMap(containers).flatMap(({ image }) => image ?? []);
  const mounted = pods.flatMap(({ volumes = [] }) => volumes.flatMap(({ image }) => image?.reference ?? []));
  return [...new Set([...run, ...mounted])].sort();
}
