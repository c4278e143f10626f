/**
 * The addresses inside a lab. Each lab has a network namespace of its own, so all labs use the same ones;
 * they come from ranges that are reserved for documentation (RFC 5737) and benchmarks (RFC 2544).
 */
export const node = '192.0.2.10';
export const apiServer = `https://${node}:6443`;
export const podRange = '198.18.0.0/16';
/** The controller-manager gives the first /24 to the first node, and a lab has one. */
export const nodePodRange = '198.18.0.0/24';
export const serviceRange = '198.19.0.0/16';
export const apiService = '198.19.0.1';
/** Services of type LoadBalancer get 203.0.113.1 to 203.0.113.254. */
export const loadBalancerNetwork = '203.0.113';
export const etcd = 'http://127.0.0.1:2379';
