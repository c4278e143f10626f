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
  const server = createServer(async (request, response) => {
    const seen = await read(request);
    received.push(seen);
    application(seen, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => (server.closeAllConnections(), new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.address() as AddressInfo).port, received, close };
}

async function read(request: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method = '', url = '', headers, rawHeaders } = request;
  return { method, url, headers, rawHeaders, body: Buffer.concat(parts) };
}
