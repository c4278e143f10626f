import * as assert from 'uvu/assert';
import { assign } from '../../../ci/lab/inside/load-balancer/assign.ts';
import type { Service } from '../../../ci/lab/inside/load-balancer/assign.ts';
import { suite } from '../../support/suite.ts';

const test = suite('assign');

function service(name: string, spec: Partial<Service['spec']> = {}, address?: string): Service {
  const ingress = address ? [{ ip: address }] : [];
  return { metadata: { uid: name, name, namespace: 'shop' }, spec: { type: 'LoadBalancer', ...spec }, status: { loadBalancer: { ingress } } };
}

function assigned(services: readonly Service[]): Record<string, string> {
  return Object.fromEntries(assign(services, '10.0.0').map((each) => [each.service.metadata.name, each.address]));
}

test('gives each Service the lowest address that is free', () => {
  const services = [service('old', {}, '10.0.0.1'), service('first'), service('kept', {}, '10.0.0.3'), service('second')];
  assert.equal(assigned(services), { first: '10.0.0.2', second: '10.0.0.4' });
});

test('gives the address that a Service asks for when it is free', () => {
  assert.equal(assigned([service('asking', { loadBalancerIP: '10.0.0.77' })]), { asking: '10.0.0.77' });
  assert.equal(assigned([service('holder', {}, '10.0.0.77'), service('asking', { loadBalancerIP: '10.0.0.77' })]), { asking: '10.0.0.1' });
});

test('leaves Services of other types and of other controllers alone', () => {
  assert.equal(assigned([service('inner', { type: 'ClusterIP' }), service('theirs', { loadBalancerClass: 'example.com/other' })]), {});
});

test('gives nothing when all addresses are taken', () => {
  const taken = Array.from({ length: 254 }, (_, index) => service(`taken-${index}`, {}, `10.0.0.${index + 1}`));
  assert.equal(assigned([...taken, service('late')]), {});
  assert.equal(assigned([...taken.slice(1), service('late')]), { late: '10.0.0.1' });
});

test.run();
