import type { Call } from './call.ts';

export interface Contexts {
  keep(requestId: string, call: Call): void;
  /** The request that this id was given to, once; undefined when it is unknown, expired, or another agent's. */
  take(requestId: string): Call | undefined;
  close(): void;
}

/** Remembers requests while their responses are awaited: each for `expiration` ms, swept every `interval` ms. */
export function requestContexts(expiration: number, interval: number): Contexts {
  const kept = new Map<string, { call: Call; until: number }>();
  const sweep = () => kept.forEach(({ until }, id) => until < Date.now() && kept.delete(id));
  const cleaner = setInterval(sweep, Math.max(interval, 10)).unref();
  return {
    keep: (requestId, call) => void kept.set(requestId, { call: { ...call, body: '', headers: [] }, until: Date.now() + expiration }),
    take(requestId) {
      const found = kept.get(requestId);
      kept.delete(requestId);
      return found && found.until >= Date.now() ? found.call : undefined;
    },
    close: () => clearInterval(cleaner),
  };
}
