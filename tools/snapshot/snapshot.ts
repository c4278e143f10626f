import { stringify } from 'yaml';
import { objectKey } from '../chart/manifest.ts';
import type { KubernetesObject } from '../chart/manifest.ts';
import { mask } from './mask.ts';

/** A case's objects as text, by `Kind/namespace/name`. */
export type Snapshot = ReadonlyMap<string, string>;

/** Takes a snapshot: secrets masked, keys sorted, so that only a change of meaning changes it. */
export function takeSnapshot(objects: readonly KubernetesObject[]): Snapshot {
  const entries = objects.map((object) => [objectKey(object), stringify(mask(object), { lineWidth: 0, sortMapEntries: true, version: '1.1' })] as const);
  return new Map(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The keys that more than one object has: the API server would keep only the last. */
export function repeatedKeys(objects: readonly KubernetesObject[]): string[] {
  const keys = objects.map(objectKey);
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}

/** A snapshot as the text of its file. */
export function formatSnapshot(snapshot: Snapshot, title: string): string {
  return `# ${title}\n${[...snapshot].map(([key, text]) => `--- # ${key}\n${text}`).join('')}`;
}

/** Reads the text that `formatSnapshot` wrote. */
export function parseSnapshot(file: string): Snapshot {
  const parts = file.split(/^--- # (.*)\n/m).slice(1);
  return new Map(parts.flatMap((key, index) => (index % 2 === 0 ? [[key, parts[index + 1] ?? ''] as const] : [])));
}
