import { join } from 'node:path';
import { UserError } from '../../../tools/errors.ts';

/** Where one lab lives on this machine. */
export interface Place {
  readonly name: string;
  /** Name of its network namespace, as `ip netns list` shows it. */
  readonly namespace: string;
  /** Everything the lab writes: keys, data, logs, containers. */
  readonly folder: string;
  /** Its control group below every hierarchy's root. */
  readonly cgroup: string;
}

export const stateRoot = '/var/lib/sigsci-lab';
export const nodeName = 'lab';

/** The place of the lab called `name`. Throws a UserError for names that cannot be a folder, a group and a namespace. */
export function placeOf(name: string, namespace = `sigsci-lab-${name}`): Place {
  requireName('--name', name, 30);
  requireName('--namespace', namespace, 60);
  return { name, namespace, folder: join(stateRoot, name), cgroup: `sigsci-lab-${name}` };
}

/** containerd's socket lies below the folder, and the path of a unix socket has at most 107 bytes: names stay short. */
function requireName(option: string, name: string, longest: number): void {
  if (name.length <= longest && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) return;
  throw new UserError(`${option} "${name}": give at most ${longest} small letters, digits and inner dashes`);
}

export function kubeconfigOf(place: Place, user = 'admin'): string {
  return join(place.folder, 'kubeconfig', `${user}.json`);
}

export function logOf(place: Place, daemon: string): string {
  return join(place.folder, 'logs', `${daemon}.log`);
}

/** One JSON line for each API call, with its user. */
export function auditLogOf(place: Place): string {
  return join(place.folder, 'logs', 'audit.log');
}

export function containerdSocket(place: Place): string {
  return join(place.folder, 'containerd.sock');
}
