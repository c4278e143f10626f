import type { Call } from './call.ts';

export type VerdictName = 'allowed' | 'tagged' | 'blocked' | 'unprocessed';

/** One line of the agent's record. Headers, bodies and keys have no place in it. */
export interface DecisionRecord {
  readonly call: 'PreRequest' | 'PostRequest' | 'UpdateRequest';
  readonly verdict?: VerdictName;
  readonly wafResponse: number;
  readonly tags?: readonly string[];
  readonly requestId?: string;
  /** UpdateRequest: whether this agent had judged the request. */
  readonly matched?: boolean;
  readonly responseCode?: number;
}

/** The JSON line, without its newline; `hostname` is the agent's own name, the rest comes from the request. */
export function recordLine(hostname: string, request: Call | undefined, decision: DecisionRecord): string {
  const { call, ...rest } = decision;
  return JSON.stringify({
    time: new Date().toISOString(),
    hostname,
    call,
    ...(request && {
      method: request.method,
      uri: withoutSecrets(request.uri),
      serverName: request.serverName,
      remoteAddress: request.remoteAddress,
    }),
    ...rest,
  });
}

/** Hides the values of query parameters whose names speak of a secret, and cuts what is too long to read. */
export function withoutSecrets(uri: string): string {
  return uri.slice(0, 2048).replace(/([?&;][^=&;]*(?:passw|pwd|secret|token|api_?key|access_?key|credential)[^=&;]*=)[^&;#]*/gi, '$1[redacted]');
}
