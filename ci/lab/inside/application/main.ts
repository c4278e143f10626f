/**
 * application: the example application behind the controller, on port 8080 (PORT). It answers with what of the WAF's
 * verdict reached it and writes one JSON line for each numbered request, before it answers: the record of what was let through.
 * With an agent's socket (SIGSCI_SOCKET) it has the agent asked itself, and needs no controller.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { inspected } from './inspected.ts';
import { describe, queryOf, record } from './reached.ts';

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let bytes = 0;
  for await (const chunk of request) bytes += (chunk as Buffer).length;
  const reached = { ...describe(request), bytes };
  record(reached);
  await sleep(Number(queryOf(request).get('wait') ?? 0));
  response.setHeader('content-type', 'application/json').end(`${JSON.stringify(reached)}\n`);
}

const listener: RequestListener = (request, response) => {
  // A client that went away in the middle of its body is no fault of ours.
  answer(request, response).catch(() => response.destroy());
};
const socket = process.env['SIGSCI_SOCKET'];
const server = createServer(socket === undefined ? listener : inspected(socket, listener));
// Longer than nginx keeps its connections to backends: otherwise a request may meet one that we are closing.
server.keepAliveTimeout = 150_000;

const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  const reached = describe(request);
  record(reached);
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.send(JSON.stringify(reached));
    webSocket.on('message', (data) => webSocket.send(String(data)));
  });
});

// What was asked is answered; connections that stay open for more are closed by close().
process.on('SIGTERM', () => server.close(() => process.exit(0)));
server.listen(Number(process.env['PORT'] ?? 8080));
