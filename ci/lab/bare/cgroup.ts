import { existsSync } from 'node:fs';
import { mkdir, readdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place.ts';

const mounted = '/sys/fs/cgroup';

/**
 * The group's share of the CPU, by the file that takes it in cgroup v1 and v2. A pod gets what it requests before the
 * machine's other work, helm, compilers and the control plane, gets anything: as on a node that nobody else uses. At the
 * default of 1024 the group has the weight of one single process, and a module that waits 100 ms for its agent passes
 * requests unseen whenever a compiler runs beside the lab.
 */
const weights = { 'cpu.shares': 32_768, 'cpu.weight': 3200 };

/** Makes the group under which the lab's kubelet keeps its pods: two kubelets with one group would end each other's pods. */
export async function makeCgroup(place: Place): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const group = join(hierarchy, place.cgroup);
    await mkdir(group, { recursive: true });
    for (const [file, weight] of Object.entries(weights)) if (existsSync(join(group, file))) await writeFile(join(group, file), String(weight));
  }
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
