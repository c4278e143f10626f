import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { patience } from './stage.ts';
import { binary, close, frame, ping } from './websocket-frames.ts';
import { upgrade } from './websocket-peers.ts';
import { arrived, carried, messages, onWebsocketStage } from './websocket-stage.ts';
import type { WebsocketStage } from './websocket-stage.ts';

// The vendor publishes the directive and that http level has to switch it on first. What happens to frames is assumed
// throughout: see the double's README.

const parts = (...frames: Buffer[]): Buffer => Buffer.concat(frames);
const framing = suite<WebsocketStage>('the frames of messages');

onWebsocketStage(framing, `${patience} sigsci_websocket_enabled on;`);

const shown: Record<string, [bytes: Buffer, messages: string[]]> = {
  'binary messages': [frame(Buffer.from([0, 1, 0xff]), { opcode: binary }), ['\0\x01\xff']],
  'empty messages': [frame(''), ['']],
  'pipelined messages, each for itself': [parts(frame('one'), frame('two'), frame('three')), ['one', 'two', 'three']],
  'a message in fragments, once': [parts(frame('Hel', { final: false }), frame('', { opcode: 0, final: false }), frame('lo', { opcode: 0 })), ['Hello']],
  'the length in 16 bits': [frame('x'.repeat(300)), ['x'.repeat(300)]],
  'the length in 64 bits': [frame('y'.repeat(70_000)), ['y'.repeat(70_000)]],
  'messages without a mask, which servers refuse': [frame('naked', { mask: false }), ['naked']],
  'compressed messages as they are': [frame(Buffer.from([0xca, 0x48]), { compressed: true }), ['\xcaH']],
  'messages under opcodes that do not exist, which servers refuse': [frame('later', { opcode: 5 }), ['later']],
};

for (const [what, [bytes, expected]] of Object.entries(shown)) {
  framing(`the agent is shown ${what}`, async (context) => {
    const url = `/shown?${what.replaceAll(/\W/g, '')}`;
    const { backend, agent } = await carried(context, url, bytes);
    assert.ok(backend.equals(bytes));
    assert.equal(agent, expected);
  });
}

framing('control frames are not shown and go ahead of a message that is held', async ({ stage, backend }) => {
  const client = await upgrade(stage.port, '/control');
  const beat = frame('beat', { opcode: ping });
  client.socket.write(parts(beat, frame('Hel', { final: false }), beat));
  const peer = await backend.peer('/control');
  assert.equal(await arrived(peer, 2 * beat.length), parts(beat, beat));
  client.socket.write(parts(frame('lo', { opcode: 0 }), frame('bye', { opcode: close })));
  const bytes = parts(beat, beat, frame('Hel', { final: false }), frame('lo', { opcode: 0 }), frame('bye', { opcode: close }));
  assert.equal(await arrived(peer, bytes.length), bytes);
  assert.equal(messages(stage, '/control'), ['Hello']);
  client.socket.destroy();
});

/** Numbers from 0 to `below`, the same on every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => ((state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0), (state >>> 8) % below);
}

/** Messages in fragments of every size; what nginx passes on differs only in that control frames come earlier, so there are none. */
function manyMessages(seed: number): { bytes: Buffer; sent: string[] } {
  const roll = dice(seed);
  const frames: Buffer[] = [];
  const sent = Array.from({ length: 12 }, () => {
    const count = 1 + roll(4);
    const pieces = Array.from({ length: count }, () => Buffer.from(Array.from({ length: [0, 1, 5, 125, 126, 3000, 9000][roll(7)] ?? 0 }, () => roll(256))));
    pieces.forEach((piece, index) => frames.push(frame(piece, { opcode: index === 0 ? 1 + roll(2) : 0, final: index === count - 1, mask: [roll(256), roll(256), roll(256), roll(256)] })));
    return Buffer.concat(pieces).toString('latin1');
  });
  return { bytes: Buffer.concat(frames), sent };
}

for (let seed = 1; seed <= 12; seed++) {
  const apart = [1_000_000, 1460, 97, 7_000][seed % 4] ?? 1;
  const tls = seed % 3 === 0;
  framing(`messages of chance number ${seed}, sent ${apart} bytes at a time${tls ? ' over TLS' : ''}, arrive whole and are each shown`, async (context) => {
    const { bytes, sent } = manyMessages(seed);
    const { backend, agent } = await carried(context, `/chance/${seed}`, bytes, { apart, tls });
    assert.ok(backend.equals(bytes));
    assert.ok(agent.length === sent.length && agent.every((message, index) => message === sent[index]));
  });
}

framing('headers of frames that arrive byte by byte are understood', async (context) => {
  const bytes = parts(frame('a'), frame('b'.repeat(200)), frame('c'));
  const { backend, agent } = await carried(context, '/drip', bytes, { apart: 1 });
  assert.ok(backend.equals(bytes));
  assert.equal(agent, ['a', 'b'.repeat(200), 'c']);
});

framing.run();

const limited = suite<WebsocketStage>('a message above sigsci_agent_max_post_len');

onWebsocketStage(limited, `${patience} sigsci_websocket_enabled on; sigsci_agent_max_post_len 10;`);

for (const [length, seen] of [[9, 9], [10, 10], [11, 10], [5_000, 10], [200_000, 10]] as const) {
  limited(`of ${length} bytes is shown by its first ${seen} and passes as a whole; the next one is asked about again`, async (context) => {
    const bytes = parts(frame('z'.repeat(length)), frame('next'));
    const { backend, agent } = await carried(context, `/limit/${length}`, bytes);
    assert.ok(backend.equals(bytes));
    assert.equal(agent, ['z'.repeat(seen), 'next']);
  });
}

limited('in fragments, whose rest flows with control frames between them', async (context) => {
  const bytes = parts(frame('12345678', { final: false }), frame('90ab', { opcode: 0, final: false }), frame('', { opcode: ping }), frame('cd', { opcode: 0 }), frame('next'));
  const { backend, agent } = await carried(context, '/limit/fragments', bytes, { apart: 3 });
  assert.ok(backend.equals(bytes));
  assert.equal(agent, ['1234567890', 'next']);
});

limited('whose first bytes are blocked ends the connection', async ({ stage, backend }) => {
  const client = await upgrade(stage.port, '/limit/attack');
  client.socket.write(frame(`attack ${'x'.repeat(50_000)}`));
  const peer = await backend.peer('/limit/attack');
  await eventually('both ends', () => peer.ended() && client.ended());
  assert.is(peer.received().length, 0);
});

limited('or made of very many empty fragments is shown as far as memory is given to it', async (context) => {
  const empty = frame('', { opcode: 0, final: false });
  const bytes = parts(frame('start', { final: false }), ...Array.from({ length: 2_000 }, () => empty), frame('end', { opcode: 0 }), frame('next'));
  const { backend, agent } = await carried(context, '/limit/empty', bytes);
  assert.ok(backend.equals(bytes));
  assert.equal(agent, ['start', 'next']);
});

limited.run();

const nothing = suite<WebsocketStage>('sigsci_agent_max_post_len 0');

onWebsocketStage(nothing, `${patience} sigsci_websocket_enabled on; sigsci_agent_max_post_len 0;`);

nothing('shows no message, so none is asked about', async (context) => {
  assert.equal((await carried(context, '/none', frame('an attack'))).agent, []);
});

nothing.run();
