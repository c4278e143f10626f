import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values one after the other, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** What an application does with a request whose body it has read. */
export type Application = (received: Received, response: ServerResponse) => void;

export interface Backend {
  readonly port: number;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

const greet: Application = (received, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'X-Backend': 'yes' });
  response.end(`backend saw ${received.url}`);
};

/** An HTTP server on a free loopback port that writes down what reaches it. */
export async function startBackend(application: Application = greet): Promise<Backend> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    // A client that goes away in the middle of its body has sent no request.
    read(request).then((seen) => (received.push(seen), application(seen, response)), () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => (server.closeAllConnections(), new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.address() as AddressInfo).port, received, close };
}

/** Reads by events: the vendor's client gives a request's body back in a way that only these see. */
export function read(request: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = [];
  const { method = '', url = '', headers, rawHeaders } = request;
  return new Promise((resolve, reject) => {
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => resolve({ method, url, headers, rawHeaders, body: Buffer.concat(parts) }));
    request.on('error', reject);
  });
}
