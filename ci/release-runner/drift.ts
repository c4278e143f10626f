import { parseAllDocuments } from 'yaml';
import type { Backend } from '../lab/backend.ts';
import { inLab } from '../scenario/cluster.ts';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/**
 * Where the cluster differs from what Helm has on record of a release (`helm get manifest`), for every field that the
 * record sets, as `Kind/namespace/name path: recorded → live`. What the API server adds by itself is no drift. An object
 * that names no namespace is in the release's.
 */
export async function drift(lab: Backend, manifest: string, namespace: string): Promise<string[]> {
  // Helm reads YAML 1.1, where 0644 is octal.
  const recorded = parseAllDocuments(manifest, { version: '1.1' }).flatMap((document) => (document.toJS() as KubernetesObject | null) ?? []);
  const nameOf = ({ kind, metadata }: KubernetesObject): string => `${kind}/${metadata.namespace ?? namespace}/${metadata.name}`;
  const live = new Map((await liveObjects(lab, recorded, namespace)).map((object) => [nameOf(object), object]));
  return recorded.flatMap((object) => differences(object, live.get(nameOf(object)), nameOf(object)));
}

/** kubectl refuses `--namespace` beside an object that names another. */
async function liveObjects(lab: Backend, recorded: readonly KubernetesObject[], namespace: string): Promise<KubernetesObject[]> {
  const get = async (objects: readonly KubernetesObject[], words: readonly string[]): Promise<KubernetesObject[]> => {
    if (objects.length === 0) return [];
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const found = JSON.parse(await inLab(lab, ['kubectl', 'get', '-f', '-', '-o', 'json', ...words], { input })) as KubernetesObject & { items?: KubernetesObject[] };
    return found.items ?? [found];
  };
  const placed = recorded.filter(({ metadata }) => metadata.namespace !== undefined);
  const unplaced = recorded.filter(({ metadata }) => metadata.namespace === undefined);
  return [...(await get(placed, [])), ...(await get(unplaced, ['--namespace', namespace]))];
}

/** Fields of `recorded` that `live` has otherwise; an empty map, list or text is the same as none, and so is a zero or `false` that the API server leaves out. */
export function differences(recorded: unknown, live: unknown, path: string): string[] {
  if (live === undefined ? isEmpty(recorded) || recorded === 0 || recorded === false : isEmpty(recorded) && isEmpty(live)) return [];
  if (Array.isArray(recorded) && Array.isArray(live) && recorded.length === live.length) {
    return recorded.flatMap((item, index) => differences(item, live[index], `${path}[${index}]`));
  }
  if (isMap(recorded) && isMap(live)) {
    return Object.entries(recorded).flatMap(([key, value]) => differences(value, live[key], `${path} ${key}`));
  }
  return same(recorded, live) ? [] : [`${path}: ${JSON.stringify(recorded)} → ${JSON.stringify(live) ?? 'none'}`];
}

/** The API server writes quantities in its own way: 10000m is 10. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function same(recorded: unknown, live: unknown): boolean {
  const [left, right] = [quantity(recorded), quantity(live)];
  return recorded === live || (left !== undefined && left === right);
}

const units: Readonly<Record<string, number>> = { '': 1, m: 0.001, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

function quantity(value: unknown): number | undefined {
  const [, number, unit] = /^([0-9.]+)([a-zA-Z]*)$/.exec(typeof value === 'string' ? value : '') ?? [];
  const factor = units[unit ?? '-'];
  return factor === undefined ? undefined : Number(number) * factor;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
