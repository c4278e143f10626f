import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { node } from './addresses.ts';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';
import { kubeconfigOf } from './place.ts';

/** Answers service names at the node's address; names outside the cluster do not exist in a lab. */
export function coreDnsDaemon(place: Place, programs: string): Daemon {
  return { name: 'coredns', command: [join(programs, 'coredns'), '-conf', corefile(place)] };
}

export async function configureCoreDns(place: Place): Promise<void> {
  const text = `.:53 {
    bind ${node}
    errors
    ready 127.0.0.1:8181
    cache 5
    kubernetes cluster.local in-addr.arpa {
        kubeconfig ${kubeconfigOf(place, 'coredns')}
        pods insecure
    }
}
`;
  await writeFile(corefile(place), text);
}

function corefile(place: Place): string {
  return join(place.folder, 'Corefile');
}
