import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { InsideRequest, InsideResponse } from '../../backend.ts';

/** Sends one request on a connection of its own. Throws when no whole answer comes in time. */
export async function send(request: InsideRequest): Promise<InsideResponse> {
  const timeout = request.timeout ?? 10_000;
  const signal = AbortSignal.timeout(timeout);
  try {
    return await exchange(request, signal);
  } catch (error) {
    const reason = signal.aborted ? `no answer within ${timeout} ms` : (error as Error).message;
    throw new Error(`${request.method ?? 'GET'} ${request.url}: ${reason}`, { cause: error });
  }
}

async function exchange(request: InsideRequest, signal: AbortSignal): Promise<InsideResponse> {
  const response = await begin(request, signal);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers as InsideResponse['headers'], body: Buffer.concat(chunks).toString() };
}

function begin({ url, method = 'GET', headers = {}, body }: InsideRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const host = Object.entries(headers).find(([name]) => name.toLowerCase() === 'host')?.[1];
  const options = { method, headers: { ...headers }, signal, agent: false as const };
  return new Promise((resolve, reject) => {
    const outgoing = url.startsWith('https:')
      ? httpsRequest(url, { ...options, rejectUnauthorized: false, ...(host && { servername: host.replace(/:\d+$/, '') }) }, resolve)
      : httpRequest(url, options, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
