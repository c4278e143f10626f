import type { IncomingMessage } from 'node:http';

/** What the application knows of a request that reached it. */
export interface Reached {
  readonly application: 'reached';
  readonly method: string;
  readonly run?: string;
  readonly number?: string;
  /** Headers that the WAF module sets; empty when it did not. */
  readonly agentResponse: string;
  readonly requestId: string;
  readonly tags: string;
  readonly forwardedFor: string;
  readonly realAddress: string;
  /** Of the body, absent for a websocket. */
  readonly bytes?: number;
}

export function describe(request: IncomingMessage): Reached {
  const query = queryOf(request);
  const header = (name: string): string => [request.headers[name] ?? ''].flat().join(', ');
  const [run, number] = [query.get('run'), query.get('number')];
  return {
    application: 'reached',
    method: request.method ?? '',
    ...(run !== null && { run }),
    ...(number !== null && { number }),
    agentResponse: header('x-sigsci-agentresponse'),
    requestId: header('x-sigsci-requestid'),
    tags: header('x-sigsci-tags'),
    forwardedFor: header('x-forwarded-for'),
    realAddress: header('x-real-ip'),
  };
}

/** The query alone is read: a target such as `//` is none that URL takes. */
export function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  return new URLSearchParams(url.replace(/^[^?]*\??/, ''));
}

/** One line for a request that carries a number. */
export function record(reached: Reached): void {
  if (reached.number !== undefined) process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...reached })}\n`);
}
