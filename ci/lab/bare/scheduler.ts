import { join } from 'node:path';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';
import { kubeconfigOf } from './place.ts';

export function schedulerDaemon(place: Place, programs: string): Daemon {
  const kubeconfig = `--kubeconfig=${kubeconfigOf(place, 'kube-scheduler')}`;
  return { name: 'kube-scheduler', command: [join(programs, 'kube-scheduler'), kubeconfig, '--leader-elect=false', '--bind-address=127.0.0.1'] };
}
