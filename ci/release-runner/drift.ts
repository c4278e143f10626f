import { parseAllDocuments } from 'yaml';
import type { Backend } from '../lab/backend.ts';
import { inLab } from '../scenario/cluster.ts';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/**
 * Where the cluster differs from what Helm has on record of a release (`helm get manifest`), for every field that the
 * record sets, as `Kind/name path: recorded → live`. What the API server adds by itself is no drift.
 */
export async function drift(lab: Backend, manifest: string): Promise<string[]> {
  // Helm reads YAML 1.1, where 0644 is octal.
  const recorded = parseAllDocuments(manifest, { version: '1.1' }).flatMap((document) => (document.toJS() as KubernetesObject | null) ?? []);
  const { items } = JSON.parse(await inLab(lab, ['kubectl', 'get', '-f', '-', '-o', 'json'], { input: manifest })) as { items: KubernetesObject[] };
  const live = new Map(items.map((object) => [nameOf(object), object]));
  return recorded.flatMap((object) => differences(object, live.get(nameOf(object)), nameOf(object)));
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`;
}

/** Fields of `recorded` that `live` has otherwise; an empty map, list or text is the same as none. */
export function differences(recorded: unknown, live: unknown, path: string): string[] {
  if (isEmpty(recorded) && (live === undefined || isEmpty(live))) return [];
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
