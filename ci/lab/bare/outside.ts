import { existsSync } from 'node:fs';
import { run } from '../../toolchain/run.ts';
import { daemonEnvironment } from './environment.ts';
import type { Place } from './place.ts';

/** From a range that is reserved for documentation (RFC 5737), as those of addresses.ts. */
const addresses = { gateway: '198.51.100.1', client: '198.51.100.2' };

/** A place outside the lab's node, one hop away, as a client in the world is. */
export interface Outside {
  readonly address: string;
  /** Runs a program there; returns its standard output and throws with its words when it fails. */
  exec(command: readonly string[], input: string): Promise<string>;
  remove(): Promise<void>;
}

/** Name of its network namespace; a lab that goes takes it along. */
export function outsideNamespace(place: Place): string {
  return `${place.namespace}-client`;
}

/** Makes a network namespace with one link into the lab's; what a killed run left is removed first. */
export async function openOutside(place: Place): Promise<Outside> {
  const name = outsideNamespace(place);
  const remove = async (): Promise<void> => {
    if (existsSync(`/run/netns/${name}`)) await run(['ip', 'netns', 'delete', name]);
  };
  await remove();
  await run(['ip', 'netns', 'add', name]);
  await run(['ip', '-n', place.namespace, 'link', 'add', 'client0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name]);
  await raise(place.namespace, 'client0', addresses.gateway);
  await raise(name, 'eth0', addresses.client);
  await run(['ip', '-n', name, 'route', 'add', 'default', 'via', addresses.gateway]);
  return {
    address: addresses.client,
    exec: (command, input) => run(['nsenter', `--net=/run/netns/${name}`, '--', ...command], { input, env: daemonEnvironment(place) }),
    remove,
  };
}

async function raise(namespace: string, link: string, address: string): Promise<void> {
  await run(['ip', '-n', namespace, 'address', 'add', `${address}/24`, 'dev', link]);
  await run(['ip', '-n', namespace, 'link', 'set', link, 'up']);
}
