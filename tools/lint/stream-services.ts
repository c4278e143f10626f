import type { ValueMap } from '../values/value.ts';
import { keysSet } from './rule.ts';

export type Protocol = 'tcp' | 'udp';

export interface StreamService {
  readonly protocol: Protocol;
  readonly port: string;
}

/** The TCP and UDP services of the chart's own ConfigMaps, without those that a later file takes back. */
export function streamServices(values: ValueMap): StreamService[] {
  return (['tcp', 'udp'] as const).flatMap((protocol) => keysSet(values, protocol).map((port) => ({ protocol, port })));
}
