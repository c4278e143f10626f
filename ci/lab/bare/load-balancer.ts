import { insideCommand } from './bundle.ts';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';
import { kubeconfigOf } from './place.ts';
import { loadBalancerNetwork } from './addresses.ts';

/** Gives Services of type LoadBalancer an address, as a cloud would: Helm 3 waits for one. */
export function loadBalancerDaemon(place: Place): Daemon {
  return { name: 'load-balancer', command: [...insideCommand(place, 'load-balancer'), kubeconfigOf(place, 'load-balancer'), loadBalancerNetwork] };
}
