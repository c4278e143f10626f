import type { Kubectl, LiveObject } from '../process/kubectl.ts';

/** A namespace after a failure: what the search for the cause reads, and what the log file keeps. */
export interface State {
  readonly pods: readonly PodState[];
  /** Events that warn, the newest last. */
  readonly warnings: readonly string[];
}

export interface PodState {
  readonly name: string;
  /** Why no node takes it. */
  readonly unscheduled?: string;
  readonly containers: readonly ContainerState[];
}

export interface ContainerState {
  readonly name: string;
  /** It runs and is ready, or it ended well. */
  readonly well: boolean;
  /** A run of it ended with an error. It may be well again: without a readiness probe each new run is, for a moment. */
  readonly failed: boolean;
  /** `CreateContainerConfigError: secret "x" not found`, `ended with 1`, `runs but is not ready`. */
  readonly reason: string;
  /** Its last lines, of the run that ended if it was restarted. Only looked up when it is not well, or has failed. */
  readonly lines: readonly string[];
}

/** Looks at the pods and events of a namespace. */
export async function lookAt(kubectl: Kubectl, namespace: string): Promise<State> {
  const [pods, events] = [await kubectl.list('pods', namespace), await kubectl.list('events', namespace)];
  return { pods: await Promise.all(pods.map((pod) => podState(kubectl, namespace, pod))), warnings: warnings(events) };
}

async function podState(kubectl: Kubectl, namespace: string, pod: LiveObject): Promise<PodState> {
  const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = (pod['status'] ?? {}) as PodStatus;
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  const { name } = pod.metadata;
  const logs = (container: string, previous: boolean): Promise<string> => kubectl.logs(namespace, name, container, previous);
  const states = await Promise.all([
    ...initContainerStatuses.map((status) => containerState(status, status.started === true, logs)),
    ...containerStatuses.map((status) => containerState(status, status.ready, logs)),
  ]);
  return { name, containers: states, ...(scheduled?.status === 'False' ? { unscheduled: scheduled.message ?? 'no reason given' } : {}) };
}

async function containerState(status: ContainerStatus, works: boolean, logs: (name: string, previous: boolean) => Promise<string>): Promise<ContainerState> {
  const { name, state = {}, lastState = {} } = status;
  const well = works || state.terminated?.exitCode === 0 || state.waiting?.reason === 'PodInitializing';
  const ended = state.terminated ?? lastState.terminated;
  const failed = ended !== undefined && ended.exitCode !== 0;
  if (well && !failed) return { name, well, failed, reason: 'is well', lines: [] };
  const text = (lastState.terminated && (await logs(name, true))) || (await logs(name, false));
  return { name, well, failed, reason: reason(ended, state.waiting), lines: text.split('\n').filter((line) => line.trim() !== '') };
}

function reason(ended: RunState['terminated'], waiting: RunState['waiting']): string {
  if (ended) return `ended with ${ended.exitCode}${ended.reason && ended.reason !== 'Error' ? ` (${ended.reason})` : ''}`;
  if (waiting) return [waiting.reason, waiting.message].filter(Boolean).join(': ');
  return 'runs but is not ready';
}

function warnings(events: readonly LiveObject[]): string[] {
  const seen = (event: LiveObject): string => String(event['lastTimestamp'] ?? event['eventTime'] ?? event.metadata.creationTimestamp ?? '');
  const warning = events.filter((event) => event['type'] === 'Warning').sort((left, right) => (seen(left) < seen(right) ? -1 : 1));
  return warning.map((event) => {
    const { kind, name } = event['involvedObject'] as { kind: string; name: string };
    return `${event['reason']} ${kind}/${name}: ${event['message']}`;
  });
}

interface PodStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly state?: RunState;
  readonly lastState?: RunState;
}

interface RunState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly exitCode: number; readonly reason?: string };
}
