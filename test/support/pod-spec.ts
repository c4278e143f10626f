import type { Rendered } from './helm.ts';
import { pick } from './helm.ts';

/** The pod spec of the controller's workload. */
export function controllerPod(rendered: readonly Rendered[]): Rendered {
  return controllerTemplate(rendered).spec;
}

/** The pod template of the controller's workload. */
export function controllerTemplate(rendered: readonly Rendered[]): Rendered {
  const kind = rendered.some((object) => object.kind === 'DaemonSet' && object.metadata.name.endsWith('-controller')) ? 'DaemonSet' : 'Deployment';
  return pick(rendered, kind, '-controller').spec.template;
}

/** All containers of a pod, the init containers first. */
export function containersOf(pod: Rendered): Rendered[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

/** The container of that name; throws when the pod has none. */
export function containerOf(pod: Rendered, name: string): Rendered {
  const found = containersOf(pod).find((container) => container.name === name);
  if (!found) throw new Error(`no container ${name}`);
  return found;
}

/** Every pod spec of a render: of workloads and of bare pods. */
export function podsOf(rendered: readonly Rendered[]): Rendered[] {
  return rendered.flatMap((object) => (object.kind === 'Pod' ? [object.spec] : object.spec?.template?.spec ? [object.spec.template.spec] : []));
}

/** Environment of a container by name: the value, or where it comes from. */
export function environmentOf(container: Rendered): Record<string, Rendered> {
  return Object.fromEntries((container.env ?? []).map((entry: Rendered) => [entry.name, entry.value ?? entry.valueFrom]));
}
