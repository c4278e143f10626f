import { decode, encode } from '@msgpack/msgpack';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { eventually } from '../agent-double/eventually.ts';
import { wireValues } from '../agent-double/wire-value.ts';
import type { WireValue } from '../agent-double/wire-value.ts';

export interface AgentCall {
  readonly id: number;
  readonly method: string;
  readonly fields: Readonly<Record<string, any>>;
  /** The same fields with their formats on the wire. */
  readonly wire: ReadonlyMap<string, WireValue>;
}

/** What PreRequest gets: the result of a well-formed reply, or undefined when the script writes to the socket itself. */
export type Script = (call: AgentCall, socket: Socket) => unknown;

export interface ScriptedAgent {
  readonly calls: readonly AgentCall[];
  readonly port: number;
  script: Script;
  /** The same for UpdateRequest and PostRequest. */
  onReport: Script;
  /** The next call of that method that no earlier `next` has given. */
  next(method: string): Promise<AgentCall>;
  close(): Promise<void>;
}

export const pass: Script = () => ({ WAFResponse: 200, RequestHeaders: [] });

/** An agent that a test scripts: listens on a unix socket path, or on a free TCP port of `host`. */
export async function startAgent(address: string | 'tcp', script: Script = pass, host = '127.0.0.1'): Promise<ScriptedAgent> {
  const calls: AgentCall[] = [];
  const open = new Set<Socket>();
  const given = new Set<AgentCall>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined).on('close', () => open.delete(socket)));
    collect(socket, (call) => (calls.push(call), reply(agent, call, socket)));
  });
  await new Promise<void>((resolve) => (address === 'tcp' ? server.listen(0, host, resolve) : server.listen(address, resolve)));
  const agent: ScriptedAgent = {
    calls,
    port: address === 'tcp' ? (server.address() as AddressInfo).port : 0,
    script,
    onReport: () => 200,
    next: async (method) => {
      const call = await eventually(`call of ${method}`, () => calls.find((made) => made.method === method && !given.has(made)));
      given.add(call);
      return call;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
      if (address !== 'tcp') rmSync(address, { force: true });
    },
  };
  return agent;
}

/** The bytes of a reply. */
export function replyFrame(id: number, result: unknown, error: unknown = null): Buffer {
  return Buffer.from(encode([1, id, error, result]));
}

function reply(agent: ScriptedAgent, call: AgentCall, socket: Socket): void {
  const script = call.method === 'RPC.PreRequest' ? agent.script : call.method === 'RPC.ModuleInit' ? () => ({}) : agent.onReport;
  const result = script(call, socket);
  if (result !== undefined) socket.write(replyFrame(call.id, result));
}

function collect(socket: Socket, take: (call: AgentCall) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (part) => {
    bytes = Buffer.concat([bytes, part]);
    const call = parse(bytes);
    if (call) take(call);
  });
}

function parse(bytes: Buffer): AgentCall | undefined {
  let message: [number, number, string, [Record<string, unknown>]];
  try {
    message = decode(bytes) as typeof message;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const [, id, method, [fields]] = message;
  const parameters = (wireValues(bytes)[0]?.value as WireValue[])[3];
  const pairs = (parameters?.value as WireValue[])[0]?.value as [WireValue, WireValue][];
  return { id, method, fields, wire: new Map(pairs.map(([key, value]) => [String(key.value), value])) };
}
