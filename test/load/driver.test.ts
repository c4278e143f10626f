/** The load driver against servers of its own: what it counts as answered, resent and failed. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import * as assert from 'uvu/assert';
import { WebSocketServer } from 'ws';
import type { Outcome, SocketLife } from '../../ci/lab/inside/load/outcome.ts';
import type { LoadPlan, Stream } from '../../ci/lab/inside/load/plan.ts';
import { runStreams } from '../../ci/lab/inside/load/run-streams.ts';
import { selfSigned } from '../support/self-signed.ts';
import { suite } from '../support/suite.ts';

type Respond = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let server: Server | Http2SecureServer | undefined;
let connections = 0;

async function serve(respond: Respond): Promise<number> {
  let count = 0;
  return listen(createServer((request, response) => respond(request, response, ++count)).on('connection', () => connections++));
}

async function listen(created: Server | Http2SecureServer): Promise<number> {
  connections = 0;
  server = created;
  await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
  return (created.address() as AddressInfo).port;
}

/** Runs one stream for so many requests. */
async function run(port: number, stream: Omit<Stream, 'name' | 'rate'>, requests: number): Promise<{ outcomes: Outcome[]; sockets: SocketLife[] }> {
  const stop = new AbortController();
  const outcomes: Outcome[] = [];
  const sockets: SocketLife[] = [];
  let numbers = 0;
  const plan: LoadPlan = { run: 'r', seed: 1, seconds: 10, requests, target: { address: '127.0.0.1', httpPort: port, httpsPort: port, host: 'shop.example' }, streams: [{ ...stream, name: 's', rate: 100 }] };
  const next = (): number | undefined => (numbers < requests ? ++numbers : undefined);
  await runStreams(plan, { signal: stop.signal, next, tell: (line) => ('number' in line ? outcomes.push(line) : sockets.push(line)) });
  return { outcomes: outcomes.sort((a, b) => a.number - b.number), sockets };
}

const reached: Respond = ({ url = '', headers }, response) => {
  const number = /number=(\d+)/.exec(url)?.[1];
  response.end(JSON.stringify({ number, agentResponse: '200', host: headers.host }));
};

const driver = suite('load driver');
driver.after.each(() => {
  if (server && 'closeAllConnections' in server) server.closeAllConnections();
  server?.close();
});

driver('keeps one connection for all requests of a kept one, and opens one for each new one', async () => {
  const port = await serve(reached);
  await run(port, { kind: 'kept' }, 5);
  assert.is(connections, 1);
  await run(port, { kind: 'new' }, 5);
  assert.is(connections, 6);
});

driver('says what of the WAF reached the application', async () => {
  const { outcomes } = await run(await serve(reached), { kind: 'kept' }, 1);
  assert.equal([outcomes[0]?.status, outcomes[0]?.seen, outcomes[0]?.error], [200, '200', undefined]);
});

driver('sends a GET once more when its connection closes before an answer, and a POST not', async () => {
  const closing: Respond = (request, response, count) => (count === 1 ? request.destroy() : reached(request, response, count));
  const { outcomes: get } = await run(await serve(closing), { kind: 'new' }, 1);
  assert.equal([get[0]?.status, get[0]?.resent], [200, true]);
  server?.close();
  const { outcomes: post } = await run(await serve(closing), { kind: 'new', bodyBytes: 3 }, 1);
  assert.is(post[0]?.status, undefined);
  assert.match(post[0]?.error ?? '', /hang up|ECONNRESET/);
});

driver('gives up after one resend', async () => {
  const { outcomes } = await run(await serve((request) => request.destroy()), { kind: 'new' }, 1);
  assert.equal([outcomes[0]?.status, outcomes[0]?.resent], [undefined, true]);
});

driver('counts a refused connection as failed, without a resend', async () => {
  const port = await serve(reached);
  await new Promise((resolve) => server?.close(resolve));
  const { outcomes } = await run(port, { kind: 'new' }, 1);
  assert.match(outcomes[0]?.error ?? '', 'ECONNREFUSED');
  assert.is(outcomes[0]?.resent, undefined);
});

driver('does not take the answer to another request, or to half a body, for a good one', async () => {
  const other: Respond = (_request, response) => response.end('{"number":"77"}');
  assert.match((await run(await serve(other), { kind: 'kept' }, 1)).outcomes[0]?.error ?? '', "not the application's");
  server?.close();
  const half: Respond = (_request, response) => response.end('{"number":"1","bytes":2}');
  assert.is((await run(await serve(half), { kind: 'new', bodyBytes: 4 }, 1)).outcomes[0]?.error, '2 of 4 bytes reached the application');
});

driver('speaks HTTP/2, and moves to another connection when the server asks for it', async () => {
  let sessions = 0;
  const port = await listen(createSecureServer(await selfSigned('shop.example')));
  server?.on('session', (session) => {
    sessions++;
    setTimeout(() => session.close(), 25);
  });
  (server as Http2SecureServer).on('stream', (stream, headers) => {
    stream.respond({ ':status': 200 });
    stream.end(JSON.stringify({ number: /number=(\d+)/.exec(headers[':path'] ?? '')?.[1], agentResponse: '200' }));
  });
  const { outcomes } = await run(port, { kind: 'http2', tls: true }, 10);
  assert.equal(outcomes.map(({ status, error }) => [status, error]), Array(10).fill([200, undefined]));
  assert.ok(sessions > 1, `${sessions} sessions`);
});

driver('tells the life of a websocket that the server closes', async () => {
  const port = await serve(reached);
  const webSockets = new WebSocketServer({ server: server as Server });
  webSockets.on('connection', (socket) => {
    socket.send('{"agentResponse":"200"}');
    socket.on('message', (data) => socket.send(String(data)));
    setTimeout(() => socket.close(1001), 200);
  });
  const { outcomes, sockets } = await run(port, { kind: 'websocket' }, 1);
  assert.equal([outcomes[0]?.status, outcomes[0]?.seen], [101, '200']);
  assert.equal([sockets[0]?.code, sockets[0]?.ours], [1001, false]);
  assert.ok((sockets[0]?.echoed ?? 0) > 2);
});

driver('tells of a refused upgrade once', async () => {
  const port = await serve(reached);
  server?.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 406 Not Acceptable\r\n\r\n'));
  const { outcomes } = await run(port, { kind: 'websocket' }, 1);
  assert.equal(outcomes.map(({ status }) => status), [406]);
});

driver.run();
