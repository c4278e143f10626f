/** Requests of one kind: how many, and from when to when in seconds since the run began. */
export interface Span {
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly numbers: readonly number[];
}

/** Seconds from the first request of any of the spans to the last, in tenths; 0 without any. */
export function secondsOver(spans: readonly Span[]): number {
  if (spans.length === 0) return 0;
  return Math.round((Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from))) * 10) / 10;
}
