import { parseAllDocuments } from 'yaml';
import type { Tags } from 'yaml';

/** One rendered object. Only what every object has is spelled out. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What a manifest holds, and what is wrong with its text. */
export interface Manifest {
  readonly objects: readonly KubernetesObject[];
  readonly faults: readonly string[];
}

/** Reads the output of `helm template`. A duplicate key, which Kubernetes would resolve in silence, is a fault. */
export function readManifest(text: string): Manifest {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true, customTags: asKubernetes });
  if ('empty' in documents) return { objects: [], faults: [] };
  const faults = documents.flatMap((document) => document.errors.map((error) => error.message.split('\n')[0] ?? ''));
  const values = documents.filter((document) => document.errors.length === 0).map((document) => document.toJS() as unknown);
  const objects = values.filter((value) => value !== null && value !== undefined);
  const strangers = objects.filter((value) => !isObject(value)).map((value) => `not an object with kind and name: ${JSON.stringify(value).slice(0, 80)}`);
  return { objects: objects.filter(isObject), faults: [...faults, ...strangers] };
}

/** The name under which an object is stored and compared: `Deployment/namespace/name`. */
export function objectKey({ kind, metadata }: KubernetesObject): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined && part !== '').join('/');
}

/** Kubernetes reads YAML 1.1's booleans, but neither its dates nor its base-60 numbers: https://github.com/kubernetes-sigs/yaml */
function asKubernetes(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || (tag.tag !== 'tag:yaml.org,2002:timestamp' && tag.format !== 'TIME'));
}

function isObject(value: unknown): value is KubernetesObject {
  const { kind, metadata } = (value ?? {}) as Partial<KubernetesObject>;
  return typeof kind === 'string' && typeof metadata?.name === 'string';
}
