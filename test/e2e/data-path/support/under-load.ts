import { randomBytes } from 'node:crypto';
import type { Backend } from '../../../../ci/lab/backend.ts';
import { insideImageName } from '../../../../ci/lab/inside/image.ts';
import type { Stream, Target } from '../../../../ci/lab/inside/load/plan.ts';
import type { Setting } from '../../../../ci/lab/setting.ts';
import { measure } from '../../../../ci/load/measure.ts';
import type { Measured } from '../../../../ci/load/measure.ts';
import { writeRow } from '../../../../ci/load/row.ts';
import type { Row } from '../../../../ci/load/row.ts';
import { table } from '../../../../ci/load/table.ts';
import { steady } from './streams.ts';

/** See Row in ci/load/row.ts; mode is `native sidecar` when absent. */
export interface RowName {
  readonly id: string;
  readonly event: string;
  readonly mode?: string;
}

export interface LoadOptions {
  /** Seconds of load before and after the event. */
  readonly lead?: number;
  readonly tail?: number;
  readonly streams?: readonly Stream[];
  /** The run ends after so many seconds at the latest. */
  readonly seconds?: number;
  /** Further figures of the row, made of what was measured. */
  readonly figures?: (measured: Measured<unknown>) => Readonly<Record<string, number>>;
}

/** Whose agents and applications are looked at, and where the load goes. */
export interface Loaded {
  readonly lab: Backend;
  readonly namespace: string;
  /** Name of the release. */
  readonly release: string;
  readonly images: Setting['images'];
  readonly target: Target;
}

/** SIGSCI_SEED repeats a run. */
const seed = Number(process.env['SIGSCI_SEED'] ?? 7);

/** The event happens in the middle of the load; the row is written and printed. */
export async function underLoad<T>(loaded: Loaded, { id, event, mode = 'native sidecar' }: RowName, happen: () => Promise<T>, options: LoadOptions = {}): Promise<Measured<T>> {
  const { lead = 3, tail = 4, streams = steady, seconds = 240, figures } = options;
  const { lab, namespace, release, images, target } = loaded;
  const plan = { run: randomBytes(3).toString('hex'), seed, seconds, requests: 100_000, target, streams };
  const ground = { lab, namespace, release, image: insideImageName, recorded: images === 'doubles' };
  const measured = await measure(ground, plan, { lead, tail }, happen);
  const load = { seed, ...measured.event, account: measured.account };
  await tell({ id, event, mode, images, load, ...(figures && { seconds: figures(measured) }) });
  return measured;
}

/** Writes and prints a row. */
export async function tell(row: Row): Promise<void> {
  await writeRow(row);
  process.stdout.write(`\n${table([row])}`);
}
