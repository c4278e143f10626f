import type { Case } from '../chart/cases.ts';
import type { Renderer } from '../process/helm.ts';
import { inParallel } from '../process/parallel.ts';
import { compare } from './compare.ts';
import type { Difference } from './compare.ts';
import { renderCase } from './render-case.ts';
import type { Store } from './store.ts';

/** What one case or one stored file came to. */
export interface Outcome {
  readonly name: string;
  readonly status: 'same' | 'changed' | 'missing' | 'obsolete' | 'broken' | 'added' | 'updated' | 'removed';
  readonly faults: readonly string[];
  readonly differences: readonly Difference[];
}

/**
 * `check` changes nothing: what is missing or obsolete is a failure. `new` stores what is missing and
 * tolerates what is obsolete. `update` makes the store equal to the chart.
 */
export type Mode = 'check' | 'new' | 'update';

const failing: readonly Outcome['status'][] = ['changed', 'missing', 'broken'];

/** Whether an outcome fails the run. */
export function fails({ status }: Outcome, mode: Mode): boolean {
  return failing.includes(status) || (status === 'obsolete' && mode === 'check');
}

/** Renders the cases, at most two at once, and compares each with its stored snapshot. */
export function checkCases(helm: Renderer, chart: string, cases: readonly Case[], store: Store, mode: Mode): Promise<Outcome[]> {
  return inParallel(cases, 2, (one) => checkCase(helm, chart, one, store, mode));
}

/** The stored snapshots that belong to no case. */
export async function obsolete(cases: readonly Case[], store: Store, mode: Mode): Promise<Outcome[]> {
  const names = (await store.names()).filter((name) => !cases.some((one) => one.name === name));
  if (mode === 'update') for (const name of names) await store.remove(name);
  return names.map((name) => ({ name, status: mode === 'update' ? 'removed' : 'obsolete', faults: [], differences: [] }));
}

async function checkCase(helm: Renderer, chart: string, one: Case, store: Store, mode: Mode): Promise<Outcome> {
  const { name } = one;
  const rendered = await renderCase(helm, chart, one);
  if ('faults' in rendered) return { name, status: 'broken', faults: rendered.faults, differences: [] };
  const stored = await store.read(name);
  const differences = stored === undefined ? [] : compare(stored, rendered.snapshot);
  if (stored !== undefined && differences.length === 0) return { name, status: 'same', faults: [], differences };
  const writes = mode === 'update' || (mode === 'new' && stored === undefined);
  if (writes) await store.write(name, rendered.snapshot);
  if (stored === undefined) return { name, status: writes ? 'added' : 'missing', faults: [], differences };
  return { name, status: writes ? 'updated' : 'changed', faults: [], differences };
}
