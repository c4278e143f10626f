import type { Stream } from '../../../../ci/lab/inside/load/plan.ts';

const slow = { share: 0.01, milliseconds: 3000 };

/** What most rows run under: every way in at once, about 80 requests a second, each hundredth answer late. */
export const steady: readonly Stream[] = [
  { name: 'new', kind: 'new', rate: 15, attacks: 0.05, slow },
  { name: 'kept', kind: 'kept', connections: 6, rate: 30, attacks: 0.05, slow },
  { name: 'new TLS', kind: 'new', tls: true, rate: 2 },
  { name: 'kept TLS', kind: 'kept', tls: true, connections: 2, rate: 6 },
  { name: 'HTTP/2', kind: 'http2', tls: true, connections: 2, rate: 20, attacks: 0.05, slow },
  { name: 'POST', kind: 'new', rate: 5, bodyBytes: 20_000 },
  { name: 'websocket', kind: 'websocket', connections: 3, rate: 3 },
];
