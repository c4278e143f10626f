import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import vendorModule from 'sigsci-module-nodejs';
import { read } from './backend.ts';
import type { Application } from './backend.ts';

type Module = new (options: object) => { wrap(next: RequestListener): RequestListener };

/** Starts an application behind the vendor's own npm client on a free loopback port; with a certificate, over TLS. */
export async function startVendorServer(agent: string, application: Application, tls?: { key: string; cert: string }): Promise<{ port: number; close(): Promise<void> }> {
  const vendor = new (vendorModule as unknown as Module)({ path: agent, socketTimeout: 20_000, log: () => undefined });
  const listener = vendor.wrap((request, response) => void read(request).then((seen) => application(seen, response)));
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => (server.closeAllConnections(), new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.address() as AddressInfo).port, close };
}
