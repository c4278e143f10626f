import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Test as Suite } from 'uvu';
import { eventually } from '../agent-double/eventually.ts';
import { freePort } from '../agent-double/running-agent.ts';
import type { AgentCall, Script } from './scripted-agent.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { startWebsocketBackend, upgrade } from './websocket-peers.ts';
import type { Peer, WebsocketBackend } from './websocket-peers.ts';

export interface WebsocketStage {
  stage: Stage;
  backend: WebsocketBackend;
  /** The port on which the same server speaks TLS. */
  secure: number;
}

/** Blocks bodies that hold the word attack. */
export const judge: Script = (call) => ({ WAFResponse: String(call.fields['PostBody']).includes('attack') ? 406 : 200, RequestHeaders: [] });

async function open(http: string): Promise<WebsocketStage> {
  const backend = await startWebsocketBackend();
  const secure = await freePort();
  const folder = temporaryFolder('websocket');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(folder, 'key'), '-out', join(folder, 'cert'), '-days', '2', '-subj', '/CN=shop.example'], { stdio: 'ignore' });
  const proxy = `proxy_pass http://127.0.0.1:${backend.port}; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_set_header Host $host;`;
  const server = `listen 127.0.0.1:${secure} ssl; ssl_certificate ${folder}/cert; ssl_certificate_key ${folder}/key;
    location / { ${proxy} }
    location /on { sigsci_websocket_enabled on; ${proxy} }
    location /off { sigsci_websocket_enabled off; ${proxy} }
    location /uninspected { sigsci_enabled off; ${proxy} }
    location /lingering { lingering_close always; ${proxy} }
    location /status { sigsci_enabled off; stub_status; }`;
  return { stage: await openStage({ http, server, script: judge }), backend, secure };
}

/** Gives every test of a suite an agent, nginx and a backend that upgrades; `http` are directives at http level. */
export function onWebsocketStage(tests: Suite<WebsocketStage>, http: string): void {
  tests.before(async (context) => {
    try {
      Object.assign(context, await open(http));
    } catch (error) {
      process.stderr.write(`the stage does not open: ${String(error)}\n`);
      throw error;
    }
  });
  tests.after(async ({ stage, backend }: Partial<WebsocketStage>) => {
    await backend?.close();
    await stage?.close();
  });
}

/** What the agent was asked about that URL: the upgrade request, then its messages. */
export const questions = (stage: Stage, url: string): AgentCall[] => stage.agent.calls.filter((call) => call.method === 'RPC.PreRequest' && call.fields['URI'] === url);

/** The messages that the agent was shown, a letter for a byte. */
export const messages = (stage: Stage, url: string): string[] => questions(stage, url).slice(1).map(({ wire }) => String(wire.get('PostBody')?.value));

/** Waits until so many bytes are there, and returns them. */
export async function arrived(peer: Peer, length: number): Promise<Buffer> {
  await eventually(`${length} bytes`, () => peer.received().length >= length);
  return peer.received();
}

/** Sends bytes in parts, each in a packet of its own as far as the network goes along. */
async function sendApart(peer: Peer, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    peer.socket.write(bytes.subarray(at, at + size));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Sends frames over a new connection, and returns what the backend got of them and what the agent was shown. */
export async function carried({ stage, backend, secure }: WebsocketStage, url: string, bytes: Buffer, { apart = bytes.length || 1, tls = false } = {}): Promise<{ backend: Buffer; agent: string[] }> {
  const client = await upgrade(tls ? secure : stage.port, url, { secure: tls });
  await sendApart(client, bytes, apart);
  const got = await arrived(await backend.peer(url), bytes.length);
  client.socket.destroy();
  return { backend: got, agent: messages(stage, url) };
}
