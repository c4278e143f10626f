import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { replyFrame } from './scripted-agent.ts';
import type { Script } from './scripted-agent.ts';
import { frame, ping } from './websocket-frames.ts';
import { upgrade } from './websocket-peers.ts';
import type { Peer } from './websocket-peers.ts';
import { messages, onWebsocketStage } from './websocket-stage.ts';
import type { WebsocketStage } from './websocket-stage.ts';

/** What the agent does with a message that begins so; only one of them ends the connection. */
const moods: Record<string, Script> = {
  passes: (call) => ({ WAFResponse: 200, RequestID: String(call.id), RequestHeaders: [] }),
  'hangs-up': (_, socket) => void socket.destroy(),
  babbles: (_, socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'),
  hesitates: (call, socket) => void setTimeout(() => socket.write(replyFrame(call.id, { WAFResponse: 200 })), 20),
  sleeps: () => undefined,
  blocks: () => ({ WAFResponse: 406, RequestHeaders: [] }),
};
const names = Object.keys(moods);

const storm = suite<WebsocketStage>('a storm of websocket messages');

onWebsocketStage(storm, 'sigsci_agent_timeout 1500; sigsci_websocket_enabled on; sigsci_agent_max_post_len 2000;');

const fragments = (word: string): Buffer[] => [frame(word.slice(0, 12), { final: false }), frame('', { opcode: ping }), frame(word.slice(12), { opcode: 0 })];
const size = (frames: Buffer[]): number => Buffer.concat(frames).length;

/** Three messages of different length and mood. */
const wordsOf = (index: number): string[] => [0, 1, 2].map((step) => `${names[(index + step * 5) % names.length]} ${'x'.repeat((index * 37 * (step + 1)) % 5_000)}`);

/** A client that stays: the backend gets all its messages, or those before the one that was blocked. */
async function staysOn({ stage }: WebsocketStage, url: string, words: string[], client: Peer, peer: Peer): Promise<void> {
  const blocked = words.findIndex((word) => word.startsWith('blocks'));
  const passed = blocked === -1 ? words : words.slice(0, blocked);
  await eventually(`what ${url} is due`, () => (blocked === -1 ? peer.received().length === size(words.flatMap(fragments)) : peer.ended() && client.ended()));
  const beyond = peer.received().length - size(passed.flatMap(fragments));
  assert.ok(beyond === 0 || (blocked !== -1 && beyond === frame('', { opcode: ping }).length), `${url}: at most the ping inside a blocked message goes on, not ${beyond} bytes`);
  assert.is(messages(stage, url).length, blocked === -1 ? words.length : blocked + 1, url);
}

/** Client number `index`, who stays, leaves in one of two ways, or is left by the backend. */
async function play(context: WebsocketStage, index: number): Promise<void> {
  const url = `/client/${index}`;
  const secure = index % 4 === 0;
  const words = wordsOf(index);
  const client = await upgrade(secure ? context.secure : context.stage.port, url, { secure });
  const peer = await context.backend.peer(url);
  client.socket.write(Buffer.concat(words.flatMap(fragments)));
  const manners: (() => unknown)[] = [
    () => staysOn(context, url, words, client, peer),
    () => setTimeout(() => (secure ? client.socket.destroy() : client.socket.resetAndDestroy()), index % 50),
    () => setTimeout(() => peer.socket.destroy(), index % 50),
    () => client.socket.end(),
    () => staysOn(context, url, words, client, peer),
  ];
  await manners[index % manners.length]?.();
  if ([1, 2, 3].includes(index % manners.length)) await eventually(`${url} is over`, () => peer.ended());
  client.socket.destroy();
}

storm('with agents in every mood, and clients and backends that leave, each gets its due and nothing is left open', async (context) => {
  const { stage } = context;
  stage.agent.script = (call, socket) => (call.fields['PostBody'] === '' ? { WAFResponse: 200, RequestHeaders: [] } : moods[String(call.fields['PostBody']).split(' ')[0] ?? '']?.(call, socket));
  const waiting = Array.from({ length: 200 }, (_, index) => index);
  const player = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await play(context, index);
  };
  await Promise.all(Array.from({ length: 40 }, player));
  await eventually('only this connection is open', async () => /Active connections: 1 /.test((await stage.send('/status')).body));
});

storm.run();
