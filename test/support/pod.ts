interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}

export interface Container {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly env?: readonly EnvVar[];
  readonly startupProbe?: object;
  readonly securityContext?: { readonly readOnlyRootFilesystem?: boolean };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

/** The part of a Pod, as the API server returns it, that the tests look at. */
export interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes: readonly { readonly name: string; readonly emptyDir?: object }[];
  };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** The container or init container of that name; throws when the pod has none. */
export function container(pod: Pod, name: string): Container {
  const found = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find((candidate) => candidate.name === name);
  if (!found) throw new Error(`pod ${pod.metadata.name} has no container ${name}`);
  return found;
}

export function envOf(source: Container): Record<string, EnvVar | undefined> {
  return Object.fromEntries((source.env ?? []).map((variable) => [variable.name, variable]));
}
