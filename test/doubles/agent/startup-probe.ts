import { createServer } from 'node:http';
import type { Address } from './address.ts';
import { listen } from './listen.ts';

/** Answers GET /startup with 503 until `ready()`, then with 200; any other path with 404. Returns its end. */
export async function startupProbe(address: Address, ready: () => boolean): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const known = request.url?.split('?')[0] === '/startup';
    response.statusCode = !known ? 404 : ready() ? 200 : 503;
    response.end(!known ? 'not found\n' : ready() ? 'ready\n' : 'rules are not loaded yet\n');
  });
  await listen(server, address, 'SIGSCI_STARTUP_PROBE_LISTENER');
  return () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
}
