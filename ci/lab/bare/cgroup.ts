import { existsSync } from 'node:fs';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place.ts';

const mounted = '/sys/fs/cgroup';

/** Makes the group under which the lab's kubelet keeps its pods: two kubelets with one group would end each other's pods. */
export async function makeCgroup(place: Place): Promise<void> {
  for (const hierarchy of await hierarchies()) await mkdir(join(hierarchy, place.cgroup), { recursive: true });
}

/** Removes the group in every hierarchy, the deepest first; its processes must have ended. */
export async function removeCgroup(place: Place): Promise<void> {
  for (const hierarchy of await hierarchies()) await removeTree(join(hierarchy, place.cgroup));
}

/** The root of cgroup v2, or of each v1 controller. */
async function hierarchies(): Promise<string[]> {
  if (existsSync(join(mounted, 'cgroup.procs'))) return [mounted];
  const entries = await readdir(mounted, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(mounted, entry.name));
}

/** The files of a group are not removed, they go with its folder. */
async function removeTree(group: string): Promise<void> {
  if (!existsSync(group)) return;
  for (const entry of await readdir(group, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeTree(join(group, entry.name));
  }
  await rmdir(group);
}
