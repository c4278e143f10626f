import { join } from 'node:path';
import { podRange } from './addresses.ts';
import { keyFile } from './certificates.ts';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';
import { kubeconfigOf } from './place.ts';

/** Kubernetes' own controllers. The authority goes into each pod as ca.crt. */
export function controllerManagerDaemon(place: Place, programs: string): Daemon {
  return {
    name: 'kube-controller-manager',
    command: [
      join(programs, 'kube-controller-manager'),
      `--kubeconfig=${kubeconfigOf(place, 'kube-controller-manager')}`,
      '--use-service-account-credentials',
      `--service-account-private-key-file=${keyFile(place, 'tokens.key')}`,
      `--root-ca-file=${keyFile(place, 'authority.crt')}`,
      // Its default is made below /usr/libexec.
      `--flex-volume-plugin-dir=${join(place.folder, 'kubelet/volume-plugins')}`,
      '--allocate-node-cidrs',
      `--cluster-cidr=${podRange}`,
      '--leader-elect=false',
      // With its default of 20 calls a second it starts its controllers 3 seconds later.
      '--kube-api-qps=200',
      '--kube-api-burst=400',
      '--bind-address=127.0.0.1',
    ],
  };
}
