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
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip: string }[] } };
}

interface PodList {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

const controllerPods = 'app.kubernetes.io/component=controller';

/** The load balancer's address of the release's controller Service. */
export async function controllerAddress(lab: Backend, { name, namespace }: Release): Promise<string> {
  const service = await getJson<Service>(lab, ['service', `${name}-controller`, '-n', namespace]);
  const ip = service.status.loadBalancer.ingress?.[0]?.ip;
  if (ip === undefined) throw new Error(`Service ${name}-controller has no load balancer address`);
  return ip;
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
