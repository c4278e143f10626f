import { once } from 'node:events';
import { request } from 'node:http';
import type { Agent, IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface Sent {
  readonly method?: string;
  /** A list keeps order, spelling and repetition. */
  readonly headers?: Record<string, string> | readonly string[];
  readonly body?: Buffer | string;
  readonly agent?: Agent;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends one HTTP/1.1 request to 127.0.0.1 and reads the whole response; throws after 30 s of silence. */
export function send(port: number, path: string, { method = 'GET', headers = {}, body, agent }: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers: headers as Record<string, string>, agent: agent ?? false };
    const outgoing = request(options, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(parts).toString() }));
    });
    outgoing.on('error', reject).setTimeout(30_000, () => outgoing.destroy(new Error(`no answer to ${method} ${path} in 30 s`)));
    outgoing.end(body);
  });
}

/** A connection on which a test speaks HTTP byte by byte; `text()` is everything that came back. */
export async function speak(port: number): Promise<{ socket: Socket; text(): string; closed: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (part: string) => (text += part));
  socket.on('error', () => undefined).setTimeout(30_000, () => socket.destroy());
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return { socket, text: () => text, closed };
}
