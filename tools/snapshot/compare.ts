import { structuredPatch } from 'diff';
import type { Snapshot } from './snapshot.ts';

/** What became of one object, with the lines of a unified diff (` same`, `-old`, `+new`, `@@ place`). */
export interface Difference {
  readonly key: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly lines: readonly string[];
}

/** The objects that differ, in alphabetical order. */
export function compare(before: Snapshot, after: Snapshot): Difference[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.filter((key) => before.get(key) !== after.get(key)).map((key) => difference(key, before.get(key), after.get(key)));
}

function difference(key: string, before: string | undefined, after: string | undefined): Difference {
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const { hunks } = structuredPatch(key, key, before ?? '', after ?? '', undefined, undefined, { context: 3 });
  const lines = hunks.flatMap(({ oldStart, newStart, lines: body }) => [`@@ line ${oldStart || newStart} @@`, ...body]);
  return { key, change, lines };
}
