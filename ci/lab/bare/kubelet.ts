import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { node } from './addresses.ts';
import { keyFile } from './certificates.ts';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';
import { containerdSocket, kubeconfigOf, nodeName } from './place.ts';

export function kubeletDaemon(place: Place, programs: string): Daemon {
  const options = [`--kubeconfig=${kubeconfigOf(place, 'kubelet')}`, `--config=${configFile(place)}`, `--root-dir=${join(place.folder, 'kubelet')}`];
  return { name: 'kubelet', command: [join(programs, 'kubelet'), ...options, `--hostname-override=${nodeName}`, `--node-ip=${node}`] };
}

/** Names are looked up at the lab's CoreDNS alone, whatever a pod's dnsPolicy says: nothing else can be reached. */
export async function configureKubelet(place: Place): Promise<void> {
  await writeFile(resolvers(place), `nameserver ${node}\n`);
  await writeFile(configFile(place), JSON.stringify(configuration(place), null, 2));
}

/** Source: https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
function configuration(place: Place): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: node,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: keyFile(place, 'authority.crt') } },
    authorization: { mode: 'Webhook' },
    tlsCertFile: keyFile(place, 'kubelet-server.crt'),
    tlsPrivateKeyFile: keyFile(place, 'kubelet-server.key'),
    containerRuntimeEndpoint: `unix://${containerdSocket(place)}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${place.cgroup}`,
    clusterDNS: [node],
    clusterDomain: 'cluster.local',
    resolvConf: resolvers(place),
    podLogsDir: join(place.folder, 'logs/pods'),
    volumePluginDir: join(place.folder, 'kubelet/volume-plugins'),
    failSwapOn: false,
    // The machine's disk is not the lab's concern: no pod is evicted and no image removed for it.
    evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '1%', 'nodefs.inodesFree': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    // Lowering the score needs CAP_SYS_RESOURCE, which containers and small machines lack.
    oomScoreAdj: 0,
    maxPods: 200,
    // The load tests read whole logs; a rotated one would be a hole in their accounts.
    containerLogMaxSize: '500Mi',
  };
}

function configFile(place: Place): string {
  return join(place.folder, 'kubelet.json');
}

function resolvers(place: Place): string {
  return join(place.folder, 'resolv.conf');
}
