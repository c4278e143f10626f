import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, NetConnectOpts, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decoder, encode } from '@msgpack/msgpack';
import { bundleDouble } from '../doubles/bundle.ts';
import { eventually } from './eventually.ts';

export type Fields = Readonly<Record<string, unknown>>;
export type AgentRecord = Record<string, any>;

export interface RunningAgent {
  readonly process: ChildProcess;
  readonly work: string;
  readonly socket: string;
  readonly commandFile: string;
  /** Writes a command for the running agent. */
  command(text: string): void;
  /** The JSON lines of standard output so far. */
  records(): AgentRecord[];
  output(): { stdout: string; stderr: string };
  /** Waits for a record that fits. */
  record(what: string, fits: (record: AgentRecord) => boolean): Promise<AgentRecord>;
  /** Sends the signal, waits for the end and returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  exit(): Promise<number | null>;
}

let program: Promise<string> | undefined;

/** The bundled agent double, made once for the test file and removed at its end. */
export function agentProgram(): Promise<string> {
  program ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agent-program-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    await bundleDouble(join(import.meta.dirname, '../doubles/agent'), join(folder, 'sigsci-agent.cjs'), process.execPath);
    return join(folder, 'sigsci-agent.cjs');
  })();
  return program;
}

/**
 * Starts the double as a process of its own with keys, a socket and a cache folder; `environment` adds or (null) removes.
 * `prefix` is a command that ends in executing its arguments.
 */
export async function launch(environment: Record<string, string | null> = {}, prefix: readonly string[] = []): Promise<RunningAgent> {
  const work = mkdtempSync(join(tmpdir(), 'agent-'));
  const socket = join(work, 'agent.sock');
  const commandFile = environment['DOUBLE_COMMAND_FILE'] ?? join(work, 'double-command');
  const defaults = { DOUBLE_COMMAND_FILE: commandFile, SIGSCI_ACCESSKEYID: 'key-id-of-the-test', SIGSCI_SECRETACCESSKEY: 'secret-of-the-test', SIGSCI_RPC_ADDRESS: `unix:${socket}`, SIGSCI_SHARED_CACHE_DIR: join(work, 'cache') };
  const entries = Object.entries({ ...defaults, ...environment }).filter((entry): entry is [string, string] => entry[1] !== null);
  const [program = '', ...args] = [...prefix, process.execPath, await agentProgram()];
  const child = spawn(program, args, { env: Object.fromEntries(entries), stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part));
  const closed = once(child, 'close');
  const forget = () => child.kill('SIGKILL');
  process.once('exit', forget);
  void closed.then(() => process.off('exit', forget));
  const exit = async () => (await closed, rmSync(work, { recursive: true, force: true }), child.exitCode);
  const records = () => text.stdout.split('\n').slice(0, -1).map((line) => JSON.parse(line) as AgentRecord);
  return {
    process: child,
    work,
    socket,
    commandFile,
    command: (words) => writeFileSync(commandFile, `${words}\n`),
    records,
    output: () => ({ ...text }),
    record: (what, fits) => eventually(what, () => records().find(fits)),
    stop: (signal = 'SIGTERM') => (child.kill(signal), exit()),
    exit,
  };
}

/** Starts the double and waits until its rules are loaded, or it has ended. */
export async function launchReady(environment: Record<string, string | null> = {}, prefix: readonly string[] = []): Promise<RunningAgent> {
  const agent = await launch(environment, prefix);
  await eventually('rules loaded', () => agent.output().stderr.includes('rules loaded') || agent.process.exitCode !== null);
  if (agent.process.exitCode !== null) throw new Error(`the agent ended: ${agent.output().stderr}`);
  return agent;
}

/** A TCP port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The bytes of one call. */
export function callFrame(messageId: number, method: string, fields: Fields): Uint8Array {
  return encode([0, messageId, method, [fields]]);
}

/** An open connection to an agent that collects whatever replies come. */
export async function connection(to: NetConnectOpts) {
  const socket: Socket = connect(to);
  const replies: unknown[][] = [];
  // Not once(): that rejects when the agent resets the connection, which some tests want.
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  void (async () => {
    for await (const reply of new Decoder().decodeStream(socket.iterator({ destroyOnReturn: false }))) replies.push(reply as unknown[]);
    socket.destroy();
  })().catch(() => socket.destroy());
  return { socket, replies, ended };
}

/** Sends one call on a connection of its own and returns `[1, id, error, result]`. */
export async function call(to: NetConnectOpts, method: string, fields: Fields): Promise<unknown[]> {
  const { socket, replies } = await connection(to);
  socket.write(callFrame(7, method, fields));
  const reply = await eventually(`reply to ${method}`, () => replies[0]);
  socket.destroy();
  return reply;
}
