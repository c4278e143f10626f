import { UserError } from '../../../tools/errors.ts';
import type { Backend } from '../backend.ts';
import { insideImageName } from '../inside/image.ts';

/** The pod that requests are sent from. */
export interface RequestPod {
  readonly namespace: string;
  /** Names the content of the image, so that what an interrupted run of another state left does not serve this one. */
  readonly name: string;
}

/** Name of the pod's ServiceAccount, which has no rights. */
const account = 'requests';

/** The command that runs the request program in the pod, over standard input and output. */
export function requestCommand({ namespace, name }: RequestPod): string[] {
  return ['kubectl', 'exec', '--stdin', '--namespace', namespace, name, '--', 'node', '/inside/request/main.mjs'];
}

/**
 * Makes the pod and its namespace, unless they are there, and waits until it is ready.
 * Throws a UserError with what the pod waits for when it does not start.
 */
export async function requireRequestPod(exec: Backend['exec'], pod: RequestPod): Promise<void> {
  // On the server's side, because several test files may come at the same moment.
  const applied = await exec(['kubectl', 'apply', '--server-side', '--force-conflicts', '--filename', '-'], { input: manifests(pod) });
  if (applied.code !== 0) throw new Error(`the pod that sends requests cannot be made: ${applied.stderr.trim()}`);
  const ready = await exec(['kubectl', 'wait', '--namespace', pod.namespace, `pod/${pod.name}`, '--for=condition=Ready', '--timeout=60s']);
  if (ready.code === 0) return;
  const state = await exec(['kubectl', 'get', 'pod', pod.name, '--namespace', pod.namespace, '--output', `jsonpath=${reasons}`]);
  throw new UserError(`the pod that sends requests does not start (${state.stdout.trim().replace(/ +/g, ' ')}); does --load-images put images on every node?`);
}

/** Removes the namespace with all that is in it; one that was never made is fine. */
export async function removeRequestPod(exec: Backend['exec'], namespace: string): Promise<void> {
  const { code, stderr } = await exec(['kubectl', 'delete', 'namespace', namespace, '--ignore-not-found', '--timeout=120s']);
  if (code !== 0) throw new Error(`namespace ${namespace} cannot be removed: ${stderr.trim()}`);
}

const reasons = '{.status.phase} {.status.conditions[?(@.type=="PodScheduled")].message} {.status.containerStatuses[*].state.waiting.reason}';

function manifests({ namespace, name }: RequestPod): string {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'app.kubernetes.io/managed-by': 'sigsci-ingress-tests' };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
      // The namespace's default account appears only a moment later.
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: podSpec() },
    ],
  });
}

function podSpec(): object {
  return {
    serviceAccountName: account,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'requests',
        image: insideImageName,
        // No registry has it: it was loaded, or the pod says at once that it was not.
        imagePullPolicy: 'Never',
        command: ['sleep', '2147483647'],
        resources: { requests: { cpu: '10m', memory: '64Mi' } },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
}
