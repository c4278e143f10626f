import { readManifest } from '../chart/manifest.ts';
import type { KubernetesObject } from '../chart/manifest.ts';
import { containers, podSpec } from '../chart/pods.ts';
import type { Container, PodSpec } from '../chart/pods.ts';

/** What a case needs around it before its pods can run. */
export interface Needs {
  /** Secrets that the pods read and the chart does not make: their keys by their name. */
  readonly secrets: ReadonlyMap<string, readonly string[]>;
  /** It takes a port of the node, so that no other such case may run at the same time. */
  readonly takesNodePort: boolean;
  /** Texts of Secrets that the chart makes, which must not appear in a log. */
  readonly confidential: readonly string[];
}

/** Reads from a rendered manifest what the case needs. */
export function findNeeds(manifest: string): Needs {
  const { objects } = readManifest(manifest);
  const pods = objects.flatMap((object) => podSpec(object) ?? []);
  const made = objects.filter(({ kind }) => kind === 'Secret');
  const secrets = groupByName(pods.flatMap(containers).flatMap(secretKeys));
  for (const { metadata } of made) secrets.delete(metadata.name);
  return { secrets, takesNodePort: pods.some(takesHostPort) || objects.some(takesServicePort), confidential: made.flatMap(texts) };
}

/** Optional references are left out: the pod runs without them. */
function secretKeys({ env = [], envFrom = [] }: Container): (readonly [string, string])[] {
  const single = env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []).filter(({ optional }) => optional !== true);
  const whole = envFrom.flatMap(({ secretRef }) => secretRef ?? []).filter(({ optional }) => optional !== true);
  return [...single.map(({ name, key }) => [name, key] as const), ...whole.map(({ name }) => [name, 'key'] as const)];
}

function groupByName(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const [name, key] of pairs) {
    const keys = grouped.get(name) ?? [];
    grouped.set(name, keys.includes(key) ? keys : [...keys, key]);
  }
  return grouped;
}

function takesHostPort(pod: PodSpec): boolean {
  return pod.hostNetwork === true || containers(pod).some(({ ports = [] }) => ports.some(({ hostPort }) => hostPort !== undefined));
}

/** A node port that Kubernetes chooses is never taken twice; one that is written down may be. */
function takesServicePort(object: KubernetesObject): boolean {
  const { ports = [] } = (object['spec'] ?? {}) as { ports?: readonly { nodePort?: number }[] };
  return object.kind === 'Service' && ports.some(({ nodePort }) => nodePort !== undefined);
}

function texts(secret: KubernetesObject): string[] {
  const encoded = Object.values((secret['data'] ?? {}) as Record<string, string>).map(String);
  const decoded = encoded.map((text) => Buffer.from(text, 'base64').toString());
  const plain = Object.values((secret['stringData'] ?? {}) as Record<string, string>).map(String);
  return [...encoded, ...decoded, ...plain];
}
