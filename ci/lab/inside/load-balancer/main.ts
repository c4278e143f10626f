/**
 * load-balancer KUBECONFIG NETWORK: gives each Service of type LoadBalancer an address NETWORK.1 to NETWORK.254.
 * It keeps nothing: what is taken stands in the Services themselves, so it can be restarted at any time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { assign } from './assign.ts';
import type { Service } from './assign.ts';
import { openApi } from './api.ts';
import type { Api } from './api.ts';

const [kubeconfig = '', network = ''] = process.argv.slice(2);

interface ServiceList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly Service[];
}

/** One list and one watch; returns when the API server ends the watch. */
async function serve(api: Api): Promise<void> {
  const list = (await api.get('/api/v1/services')) as ServiceList;
  const services = new Map(list.items.map((service) => [service.metadata.uid, service]));
  await settle(api, services);
  await api.watch(`/api/v1/services?watch=true&resourceVersion=${list.metadata.resourceVersion}`, async (type, service: Service) => {
    if (type === 'DELETED') services.delete(service.metadata.uid);
    else services.set(service.metadata.uid, service);
    await settle(api, services);
  });
}

async function settle(api: Api, services: ReadonlyMap<string, Service>): Promise<void> {
  for (const { service, address } of assign([...services.values()], network)) {
    const { namespace, name, uid } = service.metadata;
    const ingress = [{ ip: address, ipMode: 'VIP' }];
    service.status = { loadBalancer: { ingress } };
    await api.patch(`/api/v1/namespaces/${namespace}/services/${name}/status`, { metadata: { uid }, status: { loadBalancer: { ingress } } });
    console.log(`${new Date().toISOString()} ${namespace}/${name} ${address}`);
  }
}

const api = await openApi(kubeconfig);
for (;;) {
  await serve(api).catch((error: Error) => console.log(`${new Date().toISOString()} again after: ${error.message}`));
  await sleep(500);
}
