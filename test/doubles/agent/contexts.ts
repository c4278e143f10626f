import type { Call } from './call.ts';

export interface Contexts {
  keep(requestId: string, call: Call): void;
  /** The request that this id was given to, once; undefined when it is unknown, expired, or another agent's. */
  take(requestId: string): Call | undefined;
  /** Ends the sweeping and gives up all that is still awaited. */
  close(): void;
}

/**
 * Remembers requests while their responses are awaited: each for `expiration` ms, swept every `interval` ms.
 * `unfinished` is told of each whose response did not come in time.
 */
export function requestContexts(expiration: number, interval: number, unfinished: (requestId: string, call: Call) => void): Contexts {
  const kept = new Map<string, { call: Call; until: number }>();
  const giveUp = (until: number) => {
    for (const [id, context] of kept) {
      if (context.until >= until) continue;
      kept.delete(id);
      unfinished(id, context.call);
    }
  };
  const cleaner = setInterval(() => giveUp(Date.now()), Math.max(interval, 10)).unref();
  return {
    keep: (requestId, call) => void kept.set(requestId, { call: { ...call, body: '', headers: [] }, until: Date.now() + expiration }),
    take(requestId) {
      const found = kept.get(requestId);
      if (!found || found.until < Date.now()) return undefined;
      kept.delete(requestId);
      return found.call;
    },
    close() {
      clearInterval(cleaner);
      giveUp(Infinity);
    },
  };
}
