import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { eventually } from '../agent-double/eventually.ts';

/** One end of an upgraded connection: what came over it, and whether the other end has closed. */
export interface Peer {
  readonly socket: Socket;
  received(): Buffer;
  ended(): boolean;
}

function peer(socket: Socket, early: Buffer): Peer {
  let bytes: Buffer = early;
  let ended = false;
  socket.on('data', (part: Buffer) => (bytes = Buffer.concat([bytes, part])));
  socket.on('end', () => (ended = true)).on('close', () => (ended = true)).on('error', () => undefined);
  return { socket, received: () => bytes, ended: () => ended };
}

export interface WebsocketBackend {
  readonly port: number;
  /** The backend's end of the connection to that URL. */
  peer(url: string): Promise<Peer>;
  close(): Promise<void>;
}

/** Answers every upgrade with 101 to the protocol that the query names (`?protocol=…`), by default a websocket. */
export async function startWebsocketBackend(): Promise<WebsocketBackend> {
  const peers = new Map<string, Peer>();
  const server = createServer((_, response) => response.end('no upgrade')).on('upgrade', (request, socket, head) => {
    const url = request.url ?? '';
    const protocol = new URL(url, 'http://h').searchParams.get('protocol') ?? 'websocket';
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${protocol}\r\nConnection: Upgrade\r\n\r\n`);
    peers.set(url, peer(socket as Socket, head));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    for (const { socket } of peers.values()) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, peer: (url) => eventually(`the upgrade of ${url}`, () => peers.get(url)), close };
}

/** A client whose upgrade was answered by 101; `early` goes out together with the request. */
export async function upgrade(port: number, url: string, { early = Buffer.alloc(0), secure = false }: { early?: Buffer; secure?: boolean } = {}): Promise<Peer> {
  const socket = secure ? connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }) : connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, secure ? 'secureConnect' : 'connect');
  socket.setNoDelay(true);
  const client = peer(socket, Buffer.alloc(0));
  const head = `GET ${url} HTTP/1.1\r\nHost: shop.example\r\nX-Cart: 7\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  socket.write(Buffer.concat([Buffer.from(head), early]));
  await eventually('101', () => client.received().includes('\r\n\r\n'));
  if (!client.received().toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error(`no upgrade: ${client.received().toString('latin1')}`);
  return client;
}
