import { readFile, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../toolchain/run.ts';
import { removeCgroup } from './cgroup.ts';
import { endInit } from './init.ts';
import { removeNetwork } from './network.ts';
import type { Place } from './place.ts';
import { stateRoot } from './place.ts';
import { endVisitors } from './visitors.ts';

/** Removes all that a lab made except its empty folder, in whatever state it is: running, half built, or left from before a reboot. */
export async function tearDown(place: Place): Promise<void> {
  await endInit(place);
  await endVisitors(place);
  await unmountBelow(place.folder);
  await removeCgroup(place);
  await removeNetwork(place);
  for (const name of await readdir(place.folder).catch(() => [])) await rm(join(place.folder, name), { recursive: true, force: true });
}

/** Removes the lab's folder, emptied by `tearDown`, and that of all labs when it was the last one. */
export async function removeFolder(place: Place): Promise<void> {
  await rm(place.folder, { recursive: true, force: true });
  await rmdir(stateRoot).catch(() => undefined);
}

/** The lab mounts inside its own mount namespace; this finds what somebody else mounted into its folder. */
async function unmountBelow(folder: string): Promise<void> {
  const points = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map((line) => line.split(' ')[4] ?? '');
  for (const point of points.filter((path) => path.startsWith(`${folder}/`)).reverse()) await run(['umount', '--lazy', point]);
}
