import { answersOk, untilDaemon } from './control-plane.ts';
import { coreDnsDaemon } from './coredns.ts';
import { startDaemon } from './daemon.ts';
import { importImages } from './images.ts';
import { execInside } from './inside.ts';
import { applyKinds } from './kinds.ts';
import { kubeletDaemon } from './kubelet.ts';
import { loadBalancerDaemon } from './load-balancer.ts';
import type { Place } from './place.ts';
import { nodeName } from './place.ts';
import { proxyDaemon } from './proxy.ts';
import type { Supplies } from './supply.ts';

/** Starts the lab's one node with its network services; returns when it is Ready and pods can be made. */
export async function startNode(place: Place, { programs, pause, kinds }: Supplies, signal?: AbortSignal): Promise<void> {
  await importImages(place, [pause.archive]);
  for (const daemon of [kubeletDaemon(place, programs), proxyDaemon(place, programs), coreDnsDaemon(place, programs), loadBalancerDaemon(place)]) {
    await startDaemon(place, daemon);
  }
  await applyKinds(place, kinds);
  await untilDaemon(place, 'kubelet', () => nodeIsReady(place), signal);
  await untilDaemon(place, 'coredns', (request) => answersOk(request, 'http://127.0.0.1:8181/ready'), signal);
  // A pod is refused until its namespace has its default ServiceAccount, about a second after the namespace.
  await untilDaemon(place, 'kube-controller-manager', () => defaultAccountExists(place), signal);
}

async function nodeIsReady(place: Place): Promise<boolean> {
  const path = '{.status.conditions[?(@.type=="Ready")].status}';
  const { stdout } = await execInside(place, ['kubectl', 'get', 'node', nodeName, '-o', `jsonpath=${path}`]);
  return stdout === 'True';
}

async function defaultAccountExists(place: Place): Promise<boolean> {
  return (await execInside(place, ['kubectl', 'get', 'serviceaccount', 'default'])).code === 0;
}
