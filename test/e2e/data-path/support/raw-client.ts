import { setTimeout as sleep } from 'node:timers/promises';
import { insidePodSpec } from '../../../../ci/lab/inside/pod.ts';
import { apply, inLab } from '../../../../ci/scenario/cluster.ts';
import type { Site } from './site.ts';

/** What a client sends over a connection of its own, byte by byte as latin1, so that nothing tidies it up on the way. */
export interface RawRequest {
  readonly address: string;
  /** 80, and with TLS 443, when absent. */
  readonly port?: number;
  /** The host that the connection names in its TLS, whose certificate is not looked at; plain when absent. */
  readonly tlsFor?: string;
  /** The second part goes out when something has come back upon the first, and so on. */
  readonly parts: readonly string[];
  /** Milliseconds after which the client hangs up; 8,000 when absent. */
  readonly patience?: number;
}

export interface RawAnswer {
  /** 0 when the connection ended without an HTTP answer. */
  readonly status: number;
  readonly body: string;
  /** Everything that came back. */
  readonly text: string;
  /** Whether the server ended the connection, and not the client's patience. */
  readonly closed: boolean;
}

export interface RawClient {
  /** The client's own address. */
  readonly address: string;
  /** Sends all at once; the answers in the order of the requests. */
  send(requests: readonly RawRequest[]): Promise<RawAnswer[]>;
}

/** Reads requests as JSON from standard input and writes what came back upon each; for `node -e`. */
const script = `
const plain = require('node:net'), tls = require('node:tls');
const open = ({ address, port, tlsFor }, ready) => tlsFor
  ? tls.connect({ host: address, port: port ?? 443, servername: tlsFor, rejectUnauthorized: false }, ready)
  : plain.connect(port ?? 80, address, ready);
const ask = ({ parts, patience = 8000, ...where }) => new Promise((resolve) => {
  const left = [...parts], chunks = [];
  const write = () => left.length > 0 && socket.write(left.shift(), 'latin1');
  const finish = (closed) => { clearTimeout(timer); socket.destroy(); resolve({ text: Buffer.concat(chunks).toString('latin1'), closed }); };
  const socket = open(where, write);
  const timer = setTimeout(() => finish(false), patience);
  socket.on('data', (chunk) => { chunks.push(chunk); write(); }).on('error', () => finish(true)).on('close', () => finish(true));
});
let input = '';
process.stdin.on('data', (chunk) => (input += chunk)).on('end', async () => {
  process.stdout.write(JSON.stringify(await Promise.all(JSON.parse(input).map(ask))));
});
`;

/** A client wherever `run` runs its program: it gets the words behind `node` and the standard input. */
export function rawClient(address: string, run: (words: readonly string[], input: string) => Promise<string>): RawClient {
  return {
    address,
    async send(requests) {
      const answers = JSON.parse(await run(['-e', script], JSON.stringify(requests))) as Pick<RawAnswer, 'text' | 'closed'>[];
      return answers.map((answer) => ({ ...answer, status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer.text)?.[1] ?? 0), body: answer.text.split('\r\n\r\n').slice(1).join('\r\n\r\n') }));
    },
  };
}

/** A client in a pod of its own, which goes with the site. */
export async function clientPod({ lab, namespace, kubectl }: Site, name: string): Promise<RawClient> {
  await apply(lab, JSON.stringify(manifest(namespace, name)));
  await kubectl('wait', `pod/${name}`, '--for=condition=Ready', '--timeout=60s');
  const address = await kubectl('get', 'pod', name, '--output', 'jsonpath={.status.podIP}');
  return rawClient(address, (words, input) => inLab(lab, ['kubectl', '--namespace', namespace, 'exec', '--stdin', name, '--', '/usr/bin/node', ...words], { input }));
}

/** The text of a GET that ends its connection. */
export function get(host: string, target: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = { Host: host, Connection: 'close', ...headers };
  return `GET ${target} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

/**
 * Waits until every controller pod works with a new configuration: a dozen connections at once, of which each pod gets
 * some, are all answered as they should be. Throws after 40 s with an answer that is not.
 */
export async function settled(client: RawClient, request: RawRequest, suits: (answer: RawAnswer) => boolean): Promise<void> {
  for (let tries = 0; ; tries++) {
    const other = (await client.send(Array<RawRequest>(12).fill(request))).find((answer) => !suits(answer));
    if (!other) return;
    if (tries >= 40) throw new Error(`the new configuration did not come: ${request.parts.join('')} is answered ${other.text}`);
    await sleep(1000);
  }
}

function manifest(namespace: string, name: string): object {
  const spec = { ...insidePodSpec({ name: 'client', command: ['/bin/sleep', '3600'] }), restartPolicy: 'Never' };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name }, spec };
}
