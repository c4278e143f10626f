import { join } from 'node:path';
import { etcd } from './addresses.ts';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';

/** The cluster's store. A lab does not outlive its machine, so nothing is synced to the disk. */
export function etcdDaemon(place: Place): Daemon {
  const peers = 'http://127.0.0.1:2380';
  const addresses = [`--listen-client-urls=${etcd}`, `--advertise-client-urls=${etcd}`, `--listen-peer-urls=${peers}`];
  return {
    name: 'etcd',
    command: ['etcd', `--data-dir=${join(place.folder, 'etcd')}`, ...addresses, `--initial-advertise-peer-urls=${peers}`, `--initial-cluster=default=${peers}`, '--unsafe-no-fsync'],
  };
}
