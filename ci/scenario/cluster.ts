import type { Backend, ExecOptions } from '../lab/backend.ts';
import { agentKeys } from './agent-keys.ts';

/** Runs a command in the lab and returns its standard output; throws with the command's own words when it fails. */
export async function inLab(lab: Backend, command: readonly string[], options: ExecOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await lab.exec(command, options);
  if (code === 0) return stdout;
  throw new Error(`${command.join(' ')} ended with ${code}:\n${(stderr || stdout).trim()}`);
}

/** What `kubectl get … -o json` answers. */
export async function getJson<T>(lab: Backend, args: readonly string[]): Promise<T> {
  return JSON.parse(await inLab(lab, ['kubectl', 'get', ...args, '-o', 'json'])) as T;
}

/** The address of a Service within the cluster. */
export async function clusterAddress(lab: Backend, namespace: string, service: string): Promise<string> {
  return (await getJson<{ spec: { clusterIP: string } }>(lab, ['service', service, '--namespace', namespace])).spec.clusterIP;
}

/** Creates or updates the objects of a YAML stream. */
export async function apply(lab: Backend, manifests: string): Promise<void> {
  await inLab(lab, ['kubectl', 'apply', '-f', '-'], { input: manifests });
}

/** Creates a namespace, with Pod Security enforced at `level` when one is given. */
export async function createNamespace(lab: Backend, name: string, level?: 'baseline' | 'restricted'): Promise<void> {
  const labels = level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level };
  await apply(lab, JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }));
}

/** Deletes a namespace; one that does not exist is fine. Waits until it is gone unless `wait` is false: pods may drain for half a minute. */
export async function deleteNamespace(lab: Backend, name: string, wait = true): Promise<void> {
  await inLab(lab, ['kubectl', 'delete', 'namespace', name, '--ignore-not-found', `--wait=${wait}`, '--timeout=180s']);
}

/** Creates the Secret with the agent's keys. */
export async function createAgentKeys(lab: Backend, namespace: string, name: string): Promise<void> {
  await apply(lab, JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: agentKeys() }));
}
