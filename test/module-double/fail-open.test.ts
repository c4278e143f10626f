import { encode } from '@msgpack/msgpack';
import * as assert from 'uvu/assert';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { freePort } from '../agent-double/running-agent.ts';
import { suite } from '../support/suite.ts';
import { startBackend } from './backend.ts';
import { send } from './client.ts';
import { startNginx } from './nginx.ts';
import { replyFrame } from './scripted-agent.ts';
import type { AgentCall, Script } from './scripted-agent.ts';
import { haste, onStage, patience } from './stage.ts';
import type { Stage } from './stage.ts';

const raw = (bytes: (call: AgentCall) => Uint8Array): Script => (call, socket) => void socket.write(bytes(call));
const result = (value: unknown): Script => raw((call) => replyFrame(call.id, value));
const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)]);
const headers = (count: number): string[][] => Array.from({ length: count }, (_, index) => [`X-Number-${index}`, 'yes']);

/** What an agent may say instead of an answer, and what the log then says. */
const refused: Record<string, [Script, string]> = {
  'bytes that are no MessagePack': [raw(() => Buffer.from([0xc1, 0xc1])), 'it is no MessagePack'],
  'an HTTP response': [raw(() => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), 'it is no array'],
  'an array of three': [raw((call) => encode([1, call.id, null])), 'it is no array of four'],
  'a request instead of a reply': [raw((call) => encode([0, call.id, null, { WAFResponse: 406 }])), 'it is no reply'],
  'the reply to another message': [raw((call) => replyFrame(call.id + 1, { WAFResponse: 406 })), 'it answers another message'],
  'an error': [raw((call) => replyFrame(call.id, { WAFResponse: 406 }, 'no rules yet')), 'it reports an error'],
  'a number as result': [result(406), 'its result is no map'],
  'a map without WAFResponse': [result({ RequestHeaders: [] }), 'it has no WAFResponse'],
  'WAFResponse as text': [result({ WAFResponse: '406' }), 'WAFResponse is no integer'],
  'WAFResponse as a float': [result({ WAFResponse: 406.5 }), 'WAFResponse is no integer'],
  'WAFResponse beyond 32 bits': [result({ WAFResponse: 2 ** 31 }), 'WAFResponse does not fit 32 bits'],
  'RequestID as a number': [result({ WAFResponse: 406, RequestID: 7 }), 'RequestID is no string'],
  'RequestHeaders as a map': [result({ WAFResponse: 406, RequestHeaders: { a: 'b' } }), 'RequestHeaders is no array'],
  'a header of three': [result({ WAFResponse: 406, RequestHeaders: [['a', 'b', 'c']] }), 'a request header is no pair'],
  'too many headers': [result({ WAFResponse: 406, RequestHeaders: headers(65) }), 'it has more than 64 request headers'],
  'an action without a value': [result({ WAFResponse: 406, RespActions: [[1, ['X-Only-Name']]] }), 'a response action has a wrong number of arguments'],
  'a value that nests too deep': [result({ WAFResponse: 406, Later: nested(17) }), 'it nests too deep or is no MessagePack'],
  'an answer that is too large': [result({ Later: 'x'.repeat(70_000), WAFResponse: 406 }), 'its answer is larger than 64 KiB'],
  'half an answer and the end': [(call, socket) => void socket.end(replyFrame(call.id, { WAFResponse: 406 }).subarray(0, 9)), 'it closed the connection before its answer was complete'],
  'nothing and the end': [(_, socket) => void socket.end(), 'it closed the connection before its answer was complete'],
  'a reset': [(_, socket) => void socket.resetAndDestroy(), 'the connection broke|it closed the connection'],
};

/** The nearest neighbours of the above: they are obeyed. */
const obeyed: Record<string, Script> = {
  'as many headers as allowed': result({ WAFResponse: 406, RequestHeaders: headers(64) }),
  'a value that nests as deep as allowed': result({ WAFResponse: 406, Later: nested(16) }),
  'an answer just below the limit': result({ Later: 'x'.repeat(65_000), WAFResponse: 406 }),
  'fields that nobody knows, of every kind': result({ A: null, B: true, C: 1.5, D: [1, { E: new Uint8Array(3) }], F: -70_000, G: new Date(0), WAFResponse: 406 }),
  'nil for what is not set': result({ RequestID: null, RequestHeaders: null, RespActions: null, WAFResponse: 406 }),
  'an action of a code of the future': result({ WAFResponse: 406, RespActions: [[9, ['a', ['b']]]] }),
  'more bytes after the answer': raw((call) => Buffer.concat([replyFrame(call.id, { WAFResponse: 406 }), Buffer.from([0xc1])])),
};

const answers = suite<{ stage: Stage }>('an answer that is none lets the request pass');

onStage(answers, { tcp: true });

for (const [what, [script, reason]] of Object.entries(refused)) {
  answers(`${what}: passes, and the log says why`, async ({ stage }) => {
    stage.agent.script = script;
    const before = stage.nginx.log().length;
    assert.is((await stage.send('/shop')).status, 200);
    assert.match(stage.nginx.log().slice(before), new RegExp(`no answer from the agent at 127\\.0\\.0\\.1:\\d+: (${reason}); the request passes`));
  });
}

for (const [what, script] of Object.entries(obeyed)) {
  answers(`${what}: is an answer`, async ({ stage }) => {
    stage.agent.script = script;
    assert.is((await stage.send('/shop')).status, 406);
  });
}

const trickle: Script = (call, socket) => {
  const bytes = [...replyFrame(call.id, { WAFResponse: 406, RequestHeaders: [['X-SigSci-Tags', 'SLOW']] })];
  const timer = setInterval(() => (bytes.length > 0 ? socket.write(Buffer.from([bytes.shift() ?? 0])) : clearInterval(timer)), 1);
  socket.setNoDelay(true).on('close', () => clearInterval(timer));
};

answers('an answer that arrives byte by byte is an answer', async ({ stage }) => {
  stage.agent.script = trickle;
  assert.is((await stage.send('/shop')).status, 406);
});

answers.run();

const silence = suite<{ stage: Stage }>('an agent that does not answer in time');

onStage(silence, { http: haste });

silence('is passed after sigsci_agent_timeout', async ({ stage }) => {
  stage.agent.script = () => undefined;
  assert.is((await stage.send('/shop')).status, 200);
  assert.match(stage.nginx.log(), /no answer from the agent at unix:\S+agent\.sock: timed out; the request passes/);
});

silence('is passed too when it has begun to answer', async ({ stage }) => {
  stage.agent.script = (call, socket) => void socket.write(replyFrame(call.id, { WAFResponse: 406 }).subarray(0, 5));
  assert.is((await stage.send('/shop')).status, 200);
});

silence('gets no report about a request that it did not judge', async ({ stage }) => {
  assert.is(stage.agent.calls.filter((call) => call.method === 'RPC.UpdateRequest' || call.method === 'RPC.PostRequest').length, 0);
});

silence('is obeyed again as soon as it answers', async ({ stage }) => {
  stage.agent.script = () => ({ WAFResponse: 406, RequestHeaders: [] });
  assert.is((await stage.send('/shop')).status, 406);
});

silence.run();

const absence = suite('no agent at all');

for (const [what, address] of Object.entries({
  'a socket that does not exist': (folder: string) => `sigsci_agent_host unix:${folder}/nobody.sock;`,
  'a file that is no socket': (folder: string) => `sigsci_agent_host unix:${folder}/plain-file;`,
  'a port that nobody listens on': (_: string, port: number) => `sigsci_agent_host tcp:127.0.0.1; sigsci_agent_port ${port};`,
})) {
  absence(`${what}: requests pass`, async () => {
    const backend = await startBackend();
    const [port, closedPort] = [await freePort(), await freePort()];
    await inScratchFolder({ 'plain-file': '' }, async (folder) => {
      const server = `server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${backend.port}; } }`;
      const nginx = await startNginx(port, `${address(folder, closedPort)} ${patience} ${server}`);
      const form = { method: 'POST', body: 'a=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
      assert.is((await send(port, '/shop', form)).status, 200);
      assert.is(backend.received[0]?.body.toString(), 'a=1');
      assert.match(nginx.log(), /no answer from the agent at .*: (cannot connect|the connection broke)/);
      await nginx.stop();
    });
    await backend.close();
  });
}

absence.run();
