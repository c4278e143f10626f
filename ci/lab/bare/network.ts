import { existsSync } from 'node:fs';
import { readFile, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../tools/errors.ts';
import { attempt, run } from '../../toolchain/run.ts';
import { node } from './addresses.ts';
import { outsideNamespace } from './outside.ts';
import type { Place } from './place.ts';
import { stateRoot } from './place.ts';

const namespaces = '/run/netns';
/** Says that /run/netns, which `ip netns add` makes and never removes, was not there before the labs. */
const folderMark = join(stateRoot, '.made-run-netns');

/**
 * Makes the lab's network namespace. No link leads out of it, so no traffic of the lab can reach the machine or
 * the world. A veth pair with both ends inside carries the node's address: not every kernel has `dummy` links.
 */
export async function makeNetwork(place: Place): Promise<void> {
  if (existsSync(join(namespaces, place.namespace)))
    throw new UserError(`network namespace ${place.namespace} exists and is not the lab's; give another one with --namespace`);
  if (!existsSync(namespaces)) await writeFile(folderMark, '');
  await run(['ip', 'netns', 'add', place.namespace]);
  const inside = ['ip', '-n', place.namespace];
  await run([...inside, 'link', 'set', 'lo', 'up']);
  await run([...inside, 'link', 'add', 'node0', 'type', 'veth', 'peer', 'name', 'node1']);
  await run([...inside, 'address', 'add', `${node}/24`, 'dev', 'node0']);
  for (const link of ['node0', 'node1']) await run([...inside, 'link', 'set', link, 'up']);
  await run([...inside, 'route', 'add', 'default', 'dev', 'node0']);
  await setKernel(place, { 'net.ipv4.ip_forward': 1, 'net.bridge.bridge-nf-call-iptables': 1 });
}

/** Settings below net.* belong to the network namespace of the process that writes them. */
async function setKernel(place: Place, settings: Record<string, number>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    const file = `/proc/sys/${name.replaceAll('.', '/')}`;
    await run(['nsenter', `--net=${join(namespaces, place.namespace)}`, 'sh', '-c', `echo ${value} > ${file}`]);
  }
}

/** Removes the namespace with all its links, a client's that a killed test left, and /run/netns when the labs made it and it is empty. */
export async function removeNetwork(place: Place): Promise<void> {
  for (const name of [outsideNamespace(place), place.namespace]) if (existsSync(join(namespaces, name))) await run(['ip', 'netns', 'delete', name]);
  if (!existsSync(folderMark) || !existsSync(namespaces) || (await readdir(namespaces)).length > 0) return;
  for (let layer = 0; layer < 4 && (await isMountPoint(namespaces)); layer++) await attempt(['umount', namespaces]);
  await rmdir(namespaces).catch(() => undefined);
  await rm(folderMark, { force: true });
}

async function isMountPoint(folder: string): Promise<boolean> {
  return (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').some((line) => line.split(' ')[4] === folder);
}
