import type { Backend } from '../lab/backend.ts';
import type { Target } from '../lab/inside/load/plan.ts';
import { getJson } from '../scenario/cluster.ts';
import type { Release } from '../scenario/release.ts';

interface Service {
  readonly spec: { readonly clusterIP: string };
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

/** Where the driver's pod finds the release: at the load balancer's address, or where there is none within the cluster. */
export async function loadTarget(lab: Backend, { name, namespace }: Release, host: string): Promise<Target> {
  const { spec, status } = await getJson<Service>(lab, ['service', `${name}-controller`, '--namespace', namespace]);
  return { address: status.loadBalancer.ingress?.[0]?.ip ?? spec.clusterIP, httpPort: 80, httpsPort: 443, host };
}
