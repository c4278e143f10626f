import * as assert from 'uvu/assert';
import type { Backend } from '../../../ci/lab/backend.ts';
import { controllerAddress } from '../../../ci/scenario/release.ts';
import { suite } from '../../support/suite.ts';

const address = suite('the address of a controller');
const ports = [{ name: 'http', port: 80, nodePort: 30080 }, { name: 'https', port: 443, nodePort: 30443 }];

/** The address in a cluster with this Service and one node. */
function addressOf(spec: object, loadBalancer: object = {}, nodeAddress = '192.0.2.10'): Promise<string> {
  const nodes = { items: [{ status: { addresses: [{ type: 'Hostname', address: 'lab' }, { type: 'InternalIP', address: nodeAddress }] } }] };
  const answer = (kind: string | undefined): object => (kind === 'nodes' ? nodes : { spec: { ports, clusterIP: '198.19.0.7', ...spec }, status: { loadBalancer } });
  const exec: Backend['exec'] = async ([, , kind]) => ({ code: 0, stdout: JSON.stringify(answer(kind)), stderr: '' });
  return controllerAddress({ exec } as Backend, { name: 'edge', namespace: 'ingress' });
}

address("is the load balancer's when there is one", async () => {
  assert.is(await addressOf({ type: 'LoadBalancer' }, { ingress: [{ ip: '203.0.113.1' }] }), '203.0.113.1');
});

address("is the cluster's own when no load balancer came, or only a name", async () => {
  assert.is(await addressOf({ type: 'LoadBalancer' }), '198.19.0.7');
  assert.is(await addressOf({ type: 'LoadBalancer' }, { ingress: [{ hostname: 'lb.example' }] }), '198.19.0.7');
  assert.is(await addressOf({ type: 'ClusterIP' }), '198.19.0.7');
});

address("is a node's port when the Service asks for one", async () => {
  assert.is(await addressOf({ type: 'NodePort' }), '192.0.2.10:30080');
});

address('stands in brackets when it is of IPv6', async () => {
  assert.is(await addressOf({ type: 'ClusterIP', clusterIP: '2001:db8::7' }), '[2001:db8::7]');
  assert.is(await addressOf({ type: 'NodePort' }, {}, '2001:db8::10'), '[2001:db8::10]:30080');
});

address.run();
