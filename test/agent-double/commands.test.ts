import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { readCommand } from '../doubles/agent/command.ts';
import { suite } from '../support/suite.ts';
import { eventually } from './eventually.ts';
import { call, callFrame, connection, launchReady } from './running-agent.ts';
import type { RunningAgent } from './running-agent.ts';

// The commands are the double's own: no source says how the vendor's agent fails, only that a module then fails open.
const commands = suite<{ work: string; agent: RunningAgent }>('commands to the running agent double');
commands.before.each(async (context) => {
  context.work = mkdtempSync(join(tmpdir(), 'agent-commands-'));
  context.agent = await launchReady();
});
commands.after.each(async ({ work, agent }) => {
  await agent.stop('SIGKILL');
  rmSync(work, { recursive: true, force: true });
});

const benign = { URI: '/', Method: 'GET', HeadersIn: [] };
const page = (name: string) => callFrame(1, 'RPC.PreRequest', { ...benign, URI: `/${name}` });

async function taken(agent: RunningAgent, text: string, command = text): Promise<void> {
  const before = agent.records().filter(({ event }) => event === 'command').length;
  agent.command(text);
  await eventually(`${text} taken up`, () => agent.records().filter(({ event }) => event === 'command')[before]?.command === command);
}

/** All bytes that come back for one call, until the connection ends or `enough` of them are there. */
async function bytesFor(agent: RunningAgent, frame: Uint8Array, enough = Infinity): Promise<{ bytes: Buffer; ended: boolean }> {
  const socket = connect(agent.socket);
  let [bytes, ended] = [Buffer.alloc(0), false];
  socket.on('data', (part: Buffer) => (bytes = Buffer.concat([bytes, part]))).on('end', () => (ended = true)).on('error', () => (ended = true));
  socket.write(frame);
  await eventually('bytes or the end', () => ended || bytes.length >= enough);
  socket.destroy();
  return { bytes, ended };
}

async function isNormal(agent: RunningAgent): Promise<void> {
  const [, , error, result] = await call({ path: agent.socket }, 'RPC.PreRequest', benign);
  assert.equal([error, result], [null, { WAFResponse: 200, RequestHeaders: [] }]);
}

commands('hang: reads calls and answers none of them, also not when it is normal again', async ({ agent }) => {
  const { socket, replies } = await connection({ path: agent.socket });
  await taken(agent, 'hang');
  socket.write(page('hung'));
  const line = await agent.record('hung call', ({ uri }) => uri === '/hung');
  assert.equal([line.call, line.fault, 'verdict' in line, 'requestId' in line], ['PreRequest', 'hang', false, false]);
  await taken(agent, 'normal');
  socket.write(callFrame(2, 'RPC.PreRequest', benign));
  await eventually('reply', () => replies.length > 0);
  assert.equal(replies.map(([, id]) => id), [2]);
  socket.destroy();
});

commands('hang: lets go of the calls of clients that have left when it is over', async ({ agent }) => {
  await taken(agent, 'hang');
  const { socket, replies, ended } = await connection({ path: agent.socket });
  socket.end(page('left'));
  await agent.record('hung call', ({ uri }) => uri === '/left');
  assert.not.ok(socket.closed);
  await taken(agent, 'normal');
  await ended;
  assert.is(replies.length, 0);
});

commands('hang for a time: is normal again by itself, and says when', async ({ agent }) => {
  await taken(agent, 'hang for 300ms', 'hang');
  const hang = await agent.record('hang', ({ command }) => command === 'hang');
  await agent.record('normal', ({ command }) => command === 'normal');
  assert.match(hang.until, /^\d{4}-\d\d-\d\dT.*Z$/);
  await isNormal(agent);
});

commands('garbage: answers with bytes that are no MessagePack', async ({ agent }) => {
  await taken(agent, 'garbage');
  const { bytes, ended } = await bytesFor(agent, page('garbage'), 16);
  assert.equal([bytes, ended], [Buffer.alloc(16, 0xc1), false]);
  assert.is((await agent.record('garbage', ({ uri }) => uri === '/garbage')).fault, 'garbage');
});

commands('oversized: answers with a whole reply of more than 64 KiB', async ({ agent }) => {
  await taken(agent, 'oversized');
  const [type, id, error, result] = await call({ path: agent.socket }, 'RPC.PreRequest', benign);
  const { WAFResponse, RequestHeaders } = result as { WAFResponse: number; RequestHeaders: [string, string][] };
  assert.equal([type, id, error, WAFResponse, RequestHeaders.length], [1, 7, null, 200, 1]);
  assert.ok((RequestHeaders[0]?.[1].length ?? 0) > 65_536);
});

commands('close: accepts, reads the call and closes without a reply', async ({ agent }) => {
  await taken(agent, 'close');
  const { bytes, ended } = await bytesFor(agent, page('closed'));
  assert.equal([bytes.length, ended], [0, true]);
  assert.is((await agent.record('closed', ({ uri }) => uri === '/closed')).fault, 'close');
});

commands('delay: holds replies back and judges as ever', async ({ agent }) => {
  const { socket, replies } = await connection({ path: agent.socket });
  await taken(agent, 'delay 60s');
  socket.write(page('slow'));
  await taken(agent, 'delay 20ms');
  await isNormal(agent);
  assert.is(replies.length, 0);
  socket.destroy();
});

commands('crash: ends at once with 2, leaves its socket and takes the command away, so that the next start is normal', async ({ work }) => {
  const place = { SIGSCI_RPC_ADDRESS: join(work, 'agent.sock'), DOUBLE_COMMAND_FILE: join(work, 'double-command') };
  const agent = await launchReady(place);
  const { ended } = await connection({ path: place.SIGSCI_RPC_ADDRESS });
  await call({ path: place.SIGSCI_RPC_ADDRESS }, 'RPC.PreRequest', { ...benign, HeadersIn: [['x-double-verdict', 'tag']] });
  agent.command('crash');
  assert.is(await agent.exit(), 2);
  await ended;
  assert.equal(agent.records().map(({ call: name, event }) => name ?? event), ['PreRequest', 'command']);
  assert.ok(statSync(place.SIGSCI_RPC_ADDRESS).isSocket());
  assert.not.ok(existsSync(place.DOUBLE_COMMAND_FILE));
  const next = await launchReady(place);
  assert.is((await call({ path: place.SIGSCI_RPC_ADDRESS }, 'RPC.PreRequest', benign))[2], null);
  assert.is(await next.stop(), 0);
});

commands('an unknown command is one line of talk and changes nothing', async ({ agent }) => {
  await taken(agent, 'close');
  agent.command('explode now');
  await eventually('talk', () => agent.output().stderr.includes('DOUBLE_COMMAND_FILE: found "explode now"; give normal, crash, hang'));
  assert.is((await bytesFor(agent, page('after'))).ended, true);
  assert.is(agent.output().stderr.split('explode').length, 2);
});

commands('without its file it is normal, and an empty file says nothing', async ({ agent }) => {
  await taken(agent, 'close');
  writeFileSync(agent.commandFile, '');
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.is((await bytesFor(agent, page('still'))).ended, true);
  rmSync(agent.commandFile);
  await agent.record('normal', ({ command }) => command === 'normal');
  await isNormal(agent);
});

commands('the same command written again is taken up again', async ({ agent }) => {
  await taken(agent, 'close for 100ms', 'close');
  await agent.record('normal', ({ command }) => command === 'normal');
  await taken(agent, 'close for 60s', 'close');
  await taken(agent, 'close for 60s', 'close');
});

commands('a command found at the start holds from the first call, unless its time is over', async ({ agent, work }) => {
  const commandFile = join(work, 'left-over');
  writeFileSync(commandFile, 'close for 60s\n');
  const still = await launchReady({ DOUBLE_COMMAND_FILE: commandFile });
  assert.is((await bytesFor(still, page('first'))).ended, true);
  await still.stop();
  utimesSync(commandFile, new Date(), new Date(Date.now() - 61_000));
  const over = await launchReady({ DOUBLE_COMMAND_FILE: commandFile });
  await isNormal(over);
  assert.is(over.records().filter(({ event }) => event === 'command').length, 0);
  await over.stop();
  await isNormal(agent);
});

commands('works without the folder of the command file', async () => {
  const agent = await launchReady({ DOUBLE_COMMAND_FILE: '/nowhere/double-command' });
  await isNormal(agent);
  await agent.stop();
});

commands('stops within its shutdown timeout while it hangs', async () => {
  const agent = await launchReady({ SIGSCI_SERVICE_SHUTDOWN_TIMEOUT: '100' });
  await taken(agent, 'hang');
  const { socket, ended } = await connection({ path: agent.socket });
  socket.write(page('hung'));
  await agent.record('hung call', ({ uri }) => uri === '/hung');
  assert.is(await agent.stop(), 0);
  await ended;
  assert.equal(agent.records().at(-1)?.counts, { hang: 1 });
});

for (const [fault, bytes] of [['garbage', 16], ['oversized', 65_537]] as const) {
  commands(`one request asks for ${fault} by its marker`, async ({ agent }) => {
    const marked = callFrame(1, 'RPC.PreRequest', { ...benign, HeadersIn: [['X-Double-Verdict', `${fault}; delay=10ms`]] });
    assert.ok((await bytesFor(agent, marked, bytes)).bytes.length >= bytes);
    assert.equal((await agent.record(fault, (line) => line.fault === fault)).call, 'PreRequest');
    await isNormal(agent);
  });
}

commands('one request asks by its marker to hang or to be closed, while its neighbours are answered', async ({ agent }) => {
  const marked = (id: number, verdict: string) => callFrame(id, 'RPC.PreRequest', { ...benign, HeadersIn: [['X-Double-Verdict', verdict]] });
  const { socket, replies, ended } = await connection({ path: agent.socket });
  socket.write(Buffer.concat([marked(1, 'hang'), marked(2, '200')]));
  await eventually('neighbour', () => replies.length === 1);
  socket.write(marked(3, 'close'));
  await ended;
  assert.equal(replies.map(([, id]) => id), [2]);
  assert.equal(agent.records().map(({ fault }) => fault ?? ''), ['hang', '', 'close']);
});

commands.run();

const words = suite('words of a command');

for (const [given, read] of [
  ['hang', { word: 'hang', delay: 0, text: 'hang' }],
  [' close  for 10s\n', { word: 'close', delay: 0, text: 'close', lasting: 10_000 }],
  ['delay 250ms', { word: 'delay', delay: 250, text: 'delay 250ms' }],
  ['delay 1s for 1m', { word: 'delay', delay: 1000, text: 'delay 1s', lasting: 60_000 }],
  ['normal', { word: 'normal', delay: 0, text: 'normal' }],
  ['delay', undefined],
  ['delay soon', undefined],
  ['hang for ever', undefined],
  ['hang 10s', undefined],
  ['Hang', undefined],
  ['hang\nclose', undefined],
] as const) {
  words(`reads ${JSON.stringify(given)} as ${read ? read.text : 'no command'}`, () => assert.equal(readCommand(given), read));
}

words.run();
