/** The fields of a Service that decide its address. */
export interface Service {
  readonly metadata: { readonly uid: string; readonly name: string; readonly namespace: string };
  readonly spec: { readonly type: string; readonly loadBalancerClass?: string; readonly loadBalancerIP?: string };
  status: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

export interface Assignment {
  readonly service: Service;
  readonly address: string;
}

/**
 * The addresses of those Services that still lack one: the asked one when it lies in the network and is free, else
 * the lowest free one; none when all 254 are taken. A Service with a class of its own is another controller's.
 */
export function assign(services: readonly Service[], network: string): Assignment[] {
  const taken = new Set(services.flatMap(addressesOf));
  const waiting = services.filter((service) => isOurs(service) && addressesOf(service).length === 0);
  const assignments: Assignment[] = [];
  for (const service of waiting) {
    const address = freeAddress(network, taken, service.spec.loadBalancerIP);
    if (!address) continue;
    taken.add(address);
    assignments.push({ service, address });
  }
  return assignments;
}

function isOurs({ spec }: Service): boolean {
  return spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined;
}

function addressesOf({ status }: Service): string[] {
  return (status.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
}

function freeAddress(network: string, taken: ReadonlySet<string>, wanted?: string): string | undefined {
  const all = Array.from({ length: 254 }, (_, index) => `${network}.${index + 1}`).filter((address) => !taken.has(address));
  return all.find((address) => address === wanted) ?? all[0];
}
