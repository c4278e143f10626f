import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { showAddress } from './address.ts';
import type { Address } from './address.ts';
import { faultFrame } from './fault.ts';
import { replyFrame, requests } from './frames.ts';
import type { RpcRequest } from './frames.ts';
import { listen } from './listen.ts';
import type { Answer } from './methods.ts';
import { StartError } from './start-error.ts';

export interface RpcServer {
  openConnections(): number;
  /** Takes no new connection, lets calls in hand be answered for at most `timeout` ms, then cuts what is left. */
  stop(timeout: number): Promise<void>;
}

export interface RpcOptions {
  readonly address: Address;
  readonly ownerOnlySocket: boolean;
  answer(method: string, fields: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Told in one line when a connection is cut because of what it sent. */
  complain(line: string): void;
}

/** Serves MessagePack-RPC: any number of connections, any number of calls on each, answered as each is ready. */
export async function rpcServer(options: RpcOptions): Promise<RpcServer> {
  const { address } = options;
  if ('path' in address) removeStaleSocket(address.path);
  const connections = new Set<Connection>();
  // Half open: a client may end its side after the request and still wait for the reply.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const connection = { socket, pending: 0, last: false };
    connections.add(connection);
    socket.on('close', () => connections.delete(connection)).on('error', () => undefined);
    void serve(connection, options);
  });
  await listen(server, address, 'SIGSCI_RPC_ADDRESS');
  if ('path' in address) chmodSync(address.path, options.ownerOnlySocket ? 0o755 : 0o777);
  return { openConnections: () => connections.size, stop: (timeout) => stop(server, connections, timeout) };
}

interface Connection {
  readonly socket: Socket;
  /** Calls whose replies are not written yet. */
  pending: number;
  /** No further call is expected: the connection ends with the reply to the last one in hand. */
  last: boolean;
}

async function stop(server: Server, connections: ReadonlySet<Connection>, timeout: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.forEach(endAfterReplies);
  const cut = setTimeout(() => connections.forEach(({ socket }) => socket.destroy()), timeout);
  await closed;
  clearTimeout(cut);
}

function endAfterReplies(connection: Connection): void {
  connection.last = true;
  if (connection.pending === 0) connection.socket.destroySoon();
}

async function serve(connection: Connection, options: RpcOptions): Promise<void> {
  const { socket } = connection;
  try {
    for await (const request of requests(socket.iterator({ destroyOnReturn: false }))) void reply(connection, request, options);
    endAfterReplies(connection);
  } catch (error) {
    if (!isHangUp(error)) options.complain(`connection on ${showAddress(options.address)} cut: ${(error as Error).message}`);
    socket.destroy();
  }
}

async function reply(connection: Connection, { messageId, method, fields }: RpcRequest, { answer }: RpcOptions): Promise<void> {
  const { socket } = connection;
  connection.pending += 1;
  const given = await answer(method, fields).catch((error: Error) => ({ error: error.message }));
  connection.pending -= 1;
  const frame = frameOf(messageId, given);
  if (frame && socket.writable) socket.write(frame);
  if ('fault' in given && given.fault === 'close') socket.destroySoon();
  if (connection.last) endAfterReplies(connection);
}

function frameOf(messageId: number, given: Answer | { readonly error: string }): Uint8Array | undefined {
  if ('error' in given) return replyFrame(messageId, given.error, null);
  return 'fault' in given ? faultFrame(given.fault, messageId) : replyFrame(messageId, null, given.result);
}

/** A client may leave whenever it likes: most close right after their reply, or on their own timeout. */
function isHangUp(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** A socket outlives the process in a volume that outlives the container. Anything but a socket is left alone. */
function removeStaleSocket(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket()) throw new StartError(`SIGSCI_RPC_ADDRESS: ${path} exists and is no socket; remove it or choose another path`);
  unlinkSync(path);
}
