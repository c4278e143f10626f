import type { Path } from './path.ts';
import type { ValueMap } from './value.ts';

/** Where a value comes from: the chart's defaults, an `-f` file, the FILE that is judged, or an argument. */
export type LayerKind = 'defaults' | 'values' | 'file' | 'set';

/** A stretch of a layer's text, as offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a layer knows of one path: its key (or list item) and its value. */
export interface Found {
  readonly key: Range;
  readonly value: Range;
}

/** One source of values in a stack. */
export interface Layer {
  readonly kind: LayerKind;
  /** The file's name as the user gave it, or `--set` and its kin. */
  readonly name: string;
  readonly text: string;
  /** Which one among the arguments of its kind, from 1: it stands in for the line. */
  readonly number?: number;
  /** What this layer alone says; for an argument, what it sets. */
  readonly values: ValueMap;
  /** Where a path stands in this layer, or undefined when the layer does not set it. */
  readonly find: (path: Path) => Found | undefined;
}
