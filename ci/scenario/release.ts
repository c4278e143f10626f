import type { Backend, InsideResponse } from '../lab/backend.ts';
import { getJson, inLab } from './cluster.ts';

/** A release of the chart in the lab. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
}

/** One line of the agent double's record, as far as the scenarios look at it. */
export interface AgentRecord {
  readonly call: string;
  readonly uri?: string;
  readonly verdict?: string;
  readonly wafResponse: number;
  readonly tags?: readonly string[];
}

interface Service {
  readonly spec: { readonly type: string; readonly clusterIP: string; readonly ports: readonly { readonly name: string; readonly nodePort?: number }[] };
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

interface NodeList {
  readonly items: readonly { readonly status: { readonly addresses: readonly { readonly type: string; readonly address: string }[] } }[];
}

interface PodList {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

const controllerPods = 'app.kubernetes.io/component=controller';

/**
 * Where the release's controller answers HTTP, as the host of a URL: the load balancer's address when the Service has
 * one, a node's port when its type is NodePort, else the address within the cluster. A cluster without load balancers,
 * as kind, leaves the Service without an address, and a cloud may give it a mere name; from a pod, where such requests
 * are sent from, the cluster's own address is as good: a load balancer leads to the same endpoints.
 */
export async function controllerAddress(lab: Backend, { name, namespace }: Release): Promise<string> {
  const { spec, status } = await getJson<Service>(lab, ['service', `${name}-controller`, '-n', namespace]);
  const port = spec.type === 'NodePort' ? spec.ports.find((candidate) => candidate.name === 'http')?.nodePort : undefined;
  if (port !== undefined) return `${bracketed(await nodeAddress(lab))}:${port}`;
  return bracketed(status.loadBalancer.ingress?.[0]?.ip ?? spec.clusterIP);
}

async function nodeAddress(lab: Backend): Promise<string> {
  const { items } = await getJson<NodeList>(lab, ['nodes']);
  const address = items[0]?.status.addresses.find(({ type }) => type === 'InternalIP')?.address;
  if (address === undefined) throw new Error('the first node of the cluster has no InternalIP');
  return address;
}

/** An IPv6 address stands in brackets in a URL. */
function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** One GET through the controller, as a client outside the cluster would send it. */
export async function requestThrough(lab: Backend, release: Release, host: string, path: string): Promise<InsideResponse> {
  const url = `http://${await controllerAddress(lab, release)}${path}`;
  return lab.requestFromInside({ url, headers: { host } });
}

/** Names of the release's controller pods. */
export async function controllerPodNames(lab: Backend, { name, namespace }: Release): Promise<string[]> {
  const selector = `${controllerPods},app.kubernetes.io/instance=${name}`;
  const pods = await getJson<PodList>(lab, ['pods', '-n', namespace, '-l', selector]);
  return pods.items.map((pod) => pod.metadata.name);
}

/** The decisions that the agents of all controller pods have recorded so far. */
export async function agentRecords(lab: Backend, release: Release): Promise<AgentRecord[]> {
  const pods = await controllerPodNames(lab, release);
  const logs = await Promise.all(
    pods.map((pod) => inLab(lab, ['kubectl', 'logs', '-n', release.namespace, pod, '-c', 'sigsci-agent'])),
  );
  return logs.flatMap((log) => log.split('\n').filter((line) => line.startsWith('{'))).map(toRecord).filter(isDecision);
}

function toRecord(line: string): Partial<AgentRecord> {
  try {
    return JSON.parse(line) as Partial<AgentRecord>;
  } catch {
    return {};
  }
}

function isDecision(record: Partial<AgentRecord>): record is AgentRecord {
  return record.call !== undefined;
}
