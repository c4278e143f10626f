import { createServer, request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import vendorModule from 'sigsci-module-nodejs';

type Options = { path: string } | { host: string; port: number };
type Module = new (options: object) => { wrap(next: RequestListener): RequestListener };

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Call {
  readonly path: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/**
 * A real HTTP server behind the vendor's own module, which asks the agent at `agent`.
 * Its application answers 200 with the request's body, or the status named as `/status/<code>`.
 */
export async function protectedServer(agent: Options) {
  const complaints: string[] = [];
  const module = new (vendorModule as unknown as Module)({ ...agent, socketTimeout: 5000, log: (line: string) => complaints.push(line) });
  const server = createServer(module.wrap(application));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { complaints, send: (call: Call) => send(port, call), close: () => close(server) };
}

const application: RequestListener = (incoming, outgoing) => {
  const parts: Buffer[] = [];
  incoming.on('data', (part: Buffer) => parts.push(part));
  incoming.on('end', () => {
    outgoing.statusCode = Number(/^\/status\/(\d+)/.exec(incoming.url ?? '')?.[1] ?? 200);
    outgoing.end(`application: ${Buffer.concat(parts).toString()}`);
  });
};

function send(port: number, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { path, method = 'GET', body = '' } = call;
    const headers = { host: 'shop.example', ...(body.length > 0 && { 'content-length': Buffer.byteLength(body) }), ...call.headers };
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function close(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
