import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import type { Outcome, SocketLife } from './outcome.ts';
import type { Target } from './plan.ts';
import type { Question } from './question.ts';

/** Milliseconds in which an upgrade must be answered. */
const handshakeTimeout = 10_000;

/**
 * Opens a websocket, sends a message every `pause` milliseconds and counts the echoes, until the other side closes it or
 * `signal` is aborted. `tell` receives the upgrade's outcome as soon as it is known.
 */
export async function socketLife(target: Target, question: Question, pause: number, signal: AbortSignal, tell: (outcome: Outcome) => void): Promise<SocketLife> {
  const { number, stream, attack } = question;
  const started = Date.now();
  const socket = open(target, question);
  const counts = { sent: 0, echoed: 0 };
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  let told = false;
  const about = (rest: Partial<Outcome>): void => {
    if (!told) tell({ number, stream: stream.name, attack, started, took: Date.now() - started, ...rest });
    told = true;
  };
  socket.on('unexpected-response', (_request, response) => {
    about({ status: response.statusCode ?? 0 });
    socket.terminate();
  });
  socket.on('error', (error) => about({ error: error.message }));
  socket.once('message', (welcome) => about({ status: 101, seen: agentResponse(String(welcome)) }));
  socket.on('message', (data) => String(data).startsWith('message ') && counts.echoed++);
  void sendEvery(socket, pause, counts, signal);
  const code = await Promise.race([closed, whenAborted(signal)]);
  if (signal.aborted) socket.close(1000);
  return { socket: number, stream: stream.name, started, took: Date.now() - started, ...counts, code, ours: signal.aborted };
}

function open({ address, httpPort, httpsPort, host }: Target, { path, stream }: Question): WebSocket {
  const place = stream.tls ? `wss://${address}:${httpsPort}` : `ws://${address}:${httpPort}`;
  return new WebSocket(place + path, { headers: { host }, handshakeTimeout, ...(stream.tls && { servername: host, rejectUnauthorized: false }) });
}

function agentResponse(welcome: string): string {
  return (JSON.parse(welcome) as { agentResponse?: string }).agentResponse ?? '';
}

async function sendEvery(socket: WebSocket, pause: number, counts: { sent: number }, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && socket.readyState <= WebSocket.OPEN) {
    if (socket.readyState === WebSocket.OPEN) socket.send(`message ${++counts.sent}`);
    await sleep(pause);
  }
}

function whenAborted(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(1000);
    signal.addEventListener('abort', () => resolve(1000), { once: true });
  });
}
