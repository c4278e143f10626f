import { milliseconds } from './environment.ts';
import { isFault } from './fault.ts';
import type { Fault } from './fault.ts';

/** What a request asks of the double by its marker header. */
export interface Marker {
  /** A rule's answer: `block` as the settings say, `tag` without blocking, or any number as it stands. */
  readonly answer?: 'block' | 'tag' | number;
  /** What the call gets instead of a reply. */
  readonly fault?: Fault;
  /** Milliseconds before the reply, at most a minute. */
  readonly delay: number;
}

/** Reads `block`, `tag` or a number (also those that no module blocks on, as 0 or 700), a fault, and `delay=250ms`, in any order. */
export function readMarker(value: string): Marker {
  let marker: Marker = { delay: 0 };
  for (const part of value.split(/[;,]/).map((word) => word.trim())) {
    const [, delay] = /^delay=(\d+(?:ms|s)?)$/.exec(part) ?? [];
    if (delay !== undefined) marker = { ...marker, delay: Math.min(milliseconds(delay), 60_000) };
    if (part === 'block' || part === 'tag') marker = { ...marker, answer: part };
    if (isFault(part)) marker = { ...marker, fault: part };
    if (/^-?\d{1,9}$/.test(part)) marker = { ...marker, answer: Number(part) };
  }
  return marker;
}
