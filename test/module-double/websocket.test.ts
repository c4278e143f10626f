import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { replyFrame } from './scripted-agent.ts';
import { patience } from './stage.ts';
import { frame, ping } from './websocket-frames.ts';
import { upgrade } from './websocket-peers.ts';
import { arrived, carried, judge, messages, onWebsocketStage, questions } from './websocket-stage.ts';
import type { WebsocketStage } from './websocket-stage.ts';

// The vendor publishes the directive and that http level has to switch it on first. What happens to frames is assumed
// throughout: see the double's README.

const off = suite<WebsocketStage>('sigsci_websocket_enabled off at http level');

onWebsocketStage(off, patience);

for (const path of ['/', '/on', '/off']) {
  off(`the upgrade request of ${path} is asked about, its frames are not`, async (context) => {
    const url = `${path}?off`;
    const { backend, agent } = await carried(context, url, frame('an attack'));
    assert.equal(backend, frame('an attack'));
    assert.equal(agent, []);
    assert.is(questions(context.stage, url).length, 1);
  });
}

off.run();

const on = suite<WebsocketStage>('sigsci_websocket_enabled on at http level');

onWebsocketStage(on, `${patience} sigsci_websocket_enabled on;`);

on('a message is asked about before the backend gets it, with the facts of the upgrade request', async ({ stage, backend }) => {
  const held = new Map<string, () => void>();
  stage.agent.script = (call, socket) => {
    const body = String(call.fields['PostBody']);
    if (body === '') return judge(call, socket);
    held.set(body, () => socket.write(replyFrame(call.id, { WAFResponse: 200, RequestHeaders: [] })));
    return undefined;
  };
  const client = await upgrade(stage.port, '/chat?room=1');
  client.socket.write(Buffer.concat([frame('hello'), frame('', { opcode: ping })]));
  const release = await eventually('the question', () => held.get('hello'));
  for (let count = 0; count < 5; count++) assert.is((await stage.send('/status')).status, 200, 'the worker goes on');
  const peer = await backend.peer('/chat?room=1');
  assert.is(peer.received().length, 0);
  release();
  await arrived(peer, 17);
  assert.equal(peer.received(), Buffer.concat([frame('hello'), frame('', { opcode: ping })]));
  const [first, second] = questions(stage, '/chat?room=1').map(({ fields: { NowMillis, PostBody, ...facts } }) => facts);
  assert.equal(second, first);
  assert.ok(first?.['HeadersIn'].some(([name, value]: string[]) => name === 'X-Cart' && value === '7'));
  stage.agent.script = judge;
  client.socket.destroy();
});

on('a message that is blocked never reaches the backend, and both sides are closed', async ({ stage, backend }) => {
  const client = await upgrade(stage.port, '/blocked');
  client.socket.write(Buffer.concat([frame('good morning'), frame('an attack'), frame('good night')]));
  const peer = await backend.peer('/blocked');
  await eventually('both ends', () => peer.ended() && client.ended());
  assert.equal(peer.received(), frame('good morning'));
  assert.equal(messages(stage, '/blocked'), ['good morning', 'an attack']);
  assert.match(stage.nginx.log(), 'the agent answered 406 to a message, the connection ends');
});

for (const [what, url, watched] of [['is watched', '/on', 1], ['that says off is not', '/off', 0], ['where inspection is off is not', '/uninspected', 0]] as const) {
  on(`a location ${what}`, async (context) => {
    assert.is((await carried(context, url, frame('hello'))).agent.length, watched);
  });
}

on('an upgrade to something else than a websocket is left alone', async (context) => {
  const { backend, agent } = await carried(context, '/?protocol=smoke-signals', Buffer.from('an attack'));
  assert.equal([backend.toString(), agent], ['an attack', []]);
});

on('a request that the backend does not upgrade is answered as ever', async ({ stage }) => {
  assert.is((await stage.send('/ordinary')).body, 'no upgrade');
});

const parts = (...frames: Buffer[]): Buffer => Buffer.concat(frames);

on('what the backend sends reaches the client while a message waits', async ({ stage, backend }) => {
  stage.agent.script = (call, socket) => (call.fields['PostBody'] === 'wait' ? undefined : judge(call, socket));
  const client = await upgrade(stage.port, '/both-ways');
  client.socket.write(frame('wait'));
  await eventually('the question', () => messages(stage, '/both-ways').length === 1);
  const before = client.received().length;
  const peer = await backend.peer('/both-ways');
  peer.socket.end('news');
  await arrived(client, before + 4);
  stage.agent.script = judge;
});

on('frames that come together with the upgrade request are watched too', async ({ stage, backend }) => {
  const client = await upgrade(stage.port, '/early', { early: parts(frame('first'), frame('an attack')) });
  const peer = await backend.peer('/early');
  await eventually('the end', () => peer.ended() && client.ended());
  assert.equal(peer.received(), frame('first'));
});

on('nothing is asked about what comes after the backend has hung up', async ({ stage, backend }) => {
  const client = await upgrade(stage.port, '/lingering');
  (await backend.peer('/lingering')).socket.end();
  await eventually('the end', () => client.ended());
  client.socket.write(frame('too late'));
  for (let count = 0; count < 5; count++) await stage.send('/status');
  assert.equal(messages(stage, '/lingering'), []);
  client.socket.destroy();
});

on('a message before the end of the sending side still gets its verdict and arrives', async ({ stage, backend }) => {
  const client = await upgrade(stage.port, '/half-closed');
  client.socket.end(parts(frame('last words'), frame('cut off').subarray(0, 8)));
  const peer = await backend.peer('/half-closed');
  await eventually('the end', () => peer.ended());
  assert.equal(peer.received(), frame('last words'), 'what is no whole message stays back');
});

on('over TLS the same holds', async (context) => {
  const bytes = parts(frame('x'.repeat(90_000)), frame('small'), frame('', { opcode: ping }), frame('last'));
  const { backend, agent } = await carried(context, '/tls', bytes, { tls: true });
  assert.ok(backend.equals(bytes));
  assert.equal(agent, ['x'.repeat(90_000), 'small', 'last']);
  const client = await upgrade(context.secure, '/tls-attack', { secure: true });
  client.socket.write(frame('an attack'));
  const peer = await context.backend.peer('/tls-attack');
  await eventually('both ends', () => peer.ended() && client.ended());
  assert.is(peer.received().length, 0);
});

on('a backend that does not read slows the client down and loses nothing', async ({ stage, backend }) => {
  const sent = Array.from({ length: 16 }, (_, index) => frame(String.fromCharCode(97 + index).repeat(1_000_000)));
  const client = await upgrade(stage.port, '/slow');
  const peer = await backend.peer('/slow');
  peer.socket.pause();
  client.socket.write(parts(...sent));
  await eventually('bytes that nginx does not take', () => messages(stage, '/slow').length > 1 && client.socket.writableLength > 0);
  peer.socket.resume();
  const bytes = parts(...sent);
  assert.ok((await arrived(peer, bytes.length)).equals(bytes));
  assert.equal(messages(stage, '/slow').map((message) => message.slice(0, 1)).join(''), 'abcdefghijklmnop');
  client.socket.destroy();
});

on('clients that leave while the agent is asked leave nothing open', async ({ stage, backend }) => {
  stage.agent.script = (call, socket) => (String(call.fields['PostBody']).startsWith('stuck') ? undefined : judge(call, socket));
  const clients = await Promise.all(Array.from({ length: 20 }, (_, index) => upgrade(stage.port, `/leaving/${index}`)));
  clients.forEach((client, index) => client.socket.write(frame(`stuck ${index}`)));
  await eventually('the questions', () => clients.every((_, index) => messages(stage, `/leaving/${index}`).length === 1));
  for (const index of clients.keys()) (await backend.peer(`/leaving/${index}`)).socket.destroy();
  for (const client of clients) client.socket.destroy();
  await eventually('only this connection is open', async () => /Active connections: 1 /.test((await stage.send('/status')).body));
  stage.agent.script = judge;
});

on.run();
