import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { podRange } from './addresses.ts';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';
import { kubeconfigOf, nodeName } from './place.ts';

/** Makes Service, NodePort and LoadBalancer addresses work, by iptables in the lab's network namespace. */
export function proxyDaemon(place: Place, programs: string): Daemon {
  return { name: 'kube-proxy', command: [join(programs, 'kube-proxy'), `--config=${configFile(place)}`] };
}

export async function configureProxy(place: Place): Promise<void> {
  const configuration = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    hostnameOverride: nodeName,
    clusterCIDR: podRange,
    clientConnection: { kubeconfig: kubeconfigOf(place, 'kube-proxy') },
    // Only the machine's first network namespace may size the connection table.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
    oomScoreAdj: 0,
  };
  await writeFile(configFile(place), JSON.stringify(configuration, null, 2));
}

function configFile(place: Place): string {
  return join(place.folder, 'kube-proxy.json');
}
