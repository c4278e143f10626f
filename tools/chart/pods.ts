import type { KubernetesObject } from './manifest.ts';

/** A container as far as the tools look into it. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly value?: unknown; readonly valueFrom?: { readonly secretKeyRef?: SecretKey } }[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name: string; readonly optional?: boolean } }[];
  readonly ports?: readonly { readonly hostPort?: number }[];
}

export interface SecretKey {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly image?: { readonly reference?: string } }[];
  readonly hostNetwork?: boolean;
}

/** The pod that an object is or makes: a Pod, a CronJob, or any kind with a pod template. */
export function podSpec(object: KubernetesObject): PodSpec | undefined {
  const spec = object['spec'] as Nested | undefined;
  if (object.kind === 'Pod') return spec as PodSpec | undefined;
  return spec?.jobTemplate?.spec?.template?.spec ?? spec?.template?.spec;
}

/** Init containers and containers, in the order in which they start. */
export function containers(pod: PodSpec): readonly Container[] {
  return [...(pod.initContainers ?? []), ...(pod.containers ?? [])];
}

interface Nested {
  readonly template?: { readonly spec?: PodSpec };
  readonly jobTemplate?: { readonly spec?: Nested };
}
