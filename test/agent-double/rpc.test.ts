import { once } from 'node:events';
import * as assert from 'uvu/assert';
import { encode } from '@msgpack/msgpack';
import { suite } from '../support/suite.ts';
import { eventually } from './eventually.ts';
import { call, callFrame, connection, launchReady } from './running-agent.ts';
import type { Fields, RunningAgent } from './running-agent.ts';

const rpc = suite<{ agent: RunningAgent }>('RPC of the agent double');
rpc.before(async (context) => {
  const environment = {
    SIGSCI_SERVER_HOSTNAME: 'pod-1',
    SIGSCI_RPC_VERSION: '1',
    SIGSCI_CUSTOM_REQUEST_HEADERS: 'X-Waf:$AgentResponse, X-Waf-Tags:$TagList,X-Waf-Id:$RequestID',
  };
  context.agent = await launchReady(environment);
});
rpc.after(async ({ agent }) => void (await agent.stop()));

const attack = { URI: '/?q=<script>', Method: 'GET', RemoteAddr: '192.0.2.1', ServerName: 'shop.example', HeadersIn: [['Host', 'shop.example']], PostBody: '' };

type Result = { WAFResponse: number; RequestID?: string; RequestHeaders: [string, string][] };

async function preRequest({ agent }: { agent: RunningAgent }, fields: Fields): Promise<Result> {
  const [type, id, error, result] = await call({ path: agent.socket }, 'RPC.PreRequest', fields);
  assert.equal([type, id, error], [1, 7, null]);
  return result as Result;
}

rpc('answers ModuleInit with a map', async ({ agent }) => {
  const [, , error, result] = await call({ path: agent.socket }, 'RPC.ModuleInit', { ModuleVersion: 'module 1', ServerVersion: 'nginx 1', ServerFlavor: '', Timestamp: 1, NowMillis: 1000 });
  assert.equal([error, typeof result], [null, 'object']);
  await agent.record('init', (record) => record['call'] === 'ModuleInit' && record['moduleVersion'] === 'module 1');
});

rpc('gives a RequestID and tags to a request with a signal only', async (context) => {
  const flagged = await preRequest(context, attack);
  assert.is(flagged.WAFResponse, 406);
  assert.match(flagged.RequestID ?? '', /^[0-9a-f]{24}$/);
  assert.equal(flagged.RequestHeaders[0], ['X-SigSci-Tags', 'XSS']);
  const plain = await preRequest(context, { ...attack, URI: '/' });
  assert.equal([plain.WAFResponse, 'RequestID' in plain], [200, false]);
});

// Source: signalsciences/sigsci-module-golang, schema/rpc.go: RespActions is left out when empty, an action is an array of code and arguments.
rpc('tells response actions with every judged request, and has no such field without any', async (context) => {
  const actions = [[1, ['X-Waf', 'seen']], [2, ['Server', 'shop']], [3, ['X-Frame-Options', 'DENY']], [4, ['X-Powered-By']]];
  const agent = await launchReady({ DOUBLE_RESPONSE_ACTIONS: JSON.stringify(actions) });
  for (const URI of ['/', attack.URI]) assert.equal(((await preRequest({ agent }, { ...attack, URI })) as Result & { RespActions: unknown }).RespActions, actions);
  assert.is(await agent.stop(), 0);
  assert.not.ok('RespActions' in (await preRequest(context, attack)));
});

rpc('fills the placeholders of custom request headers', async (context) => {
  const { RequestHeaders, RequestID } = await preRequest(context, attack);
  assert.equal(RequestHeaders.slice(1), [['X-Waf', '406'], ['X-Waf-Tags', 'XSS'], ['X-Waf-Id', RequestID]]);
});

rpc('lets a request pass with a RequestID when it is only tagged', async (context) => {
  const { WAFResponse, RequestID } = await preRequest(context, { ...attack, URI: '/', HeadersIn: [['X-DOUBLE-Verdict', 'tag']] });
  assert.is(WAFResponse, 200);
  const [, , , result] = await call({ path: context.agent.socket }, 'RPC.UpdateRequest', { RequestID, WAFResponse, ResponseCode: 200 });
  assert.is(result, 0);
  const update = await context.agent.record('update', (record) => record['call'] === 'UpdateRequest' && record['requestId'] === RequestID);
  assert.is(update['matched'], true);
});

rpc('records an UpdateRequest that another agent should have got as unmatched', async ({ agent }) => {
  const [, , error, result] = await call({ path: agent.socket }, 'RPC.UpdateRequest', { RequestID: 'f'.repeat(24), WAFResponse: 200, ResponseCode: 200 });
  assert.equal([error, result], [null, 0]);
  assert.is((await agent.record('stray', (record) => record['requestId'] === 'f'.repeat(24)))['matched'], false);
});

rpc('answers PostRequest with a plain integer', async ({ agent }) => {
  const [, , error, result] = await call({ path: agent.socket }, 'RPC.PostRequest', { ...attack, WAFResponse: 200, ResponseCode: 404 });
  assert.equal([error, result], [null, 0]);
});

rpc('names a method that it does not have, and goes on', async ({ agent }) => {
  const { socket, replies } = await connection({ path: agent.socket });
  socket.write(Buffer.concat([callFrame(1, 'RPC.EndRequest', {}), callFrame(2, 'RPC.PreRequest', attack)]));
  await eventually('both replies', () => replies.length === 2);
  const byId = new Map(replies.map((reply) => [reply[1], reply]));
  assert.match(String(byId.get(1)?.[2]), /RPC\.EndRequest/);
  assert.is((byId.get(2)?.[3] as Result).WAFResponse, 406);
  socket.destroy();
});

rpc('answers fifty calls of one connection, sent at once and then one by one', async ({ agent }) => {
  const { socket, replies } = await connection({ path: agent.socket });
  socket.write(Buffer.concat(Array.from({ length: 50 }, (_, id) => callFrame(id, 'RPC.PreRequest', id % 2 ? attack : { ...attack, URI: '/' }))));
  await eventually('50 replies', () => replies.length === 50);
  for (let id = 50; id < 60; id++) {
    socket.write(callFrame(id, 'RPC.PreRequest', attack));
    await eventually(`reply ${id}`, () => replies.length === id + 1);
  }
  for (const [, id, , result] of replies) assert.is((result as Result).WAFResponse, Number(id) % 2 || Number(id) >= 50 ? 406 : 200);
  socket.destroy();
});

rpc('answers a call that comes in three pieces', async ({ agent }) => {
  const { socket, replies } = await connection({ path: agent.socket });
  const bytes = callFrame(9, 'RPC.PreRequest', attack);
  for (const piece of [bytes.subarray(0, 3), bytes.subarray(3, 40), bytes.subarray(40)]) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await eventually('reply', () => replies.length === 1);
  socket.destroy();
});

rpc('does not let a slow call hold up the next one on the connection', async ({ agent }) => {
  const { socket, replies } = await connection({ path: agent.socket });
  socket.write(callFrame(1, 'RPC.PreRequest', { ...attack, HeadersIn: [['x-double-verdict', 'block; delay=300ms']] }));
  socket.write(callFrame(2, 'RPC.PreRequest', attack));
  await eventually('both replies', () => replies.length === 2);
  assert.equal(replies.map(([, id]) => id), [2, 1]);
  socket.destroy();
});

rpc('answers a client that has closed its sending half', async ({ agent }) => {
  const { socket, replies, ended } = await connection({ path: agent.socket });
  socket.end(callFrame(1, 'RPC.PreRequest', { ...attack, HeadersIn: [['x-double-verdict', 'tag; delay=50']] }));
  await ended;
  assert.is(replies.length, 1);
});

rpc('writes replies that fit in one read of 1,024 bytes', async ({ agent }) => {
  const { socket } = await connection({ path: agent.socket });
  let bytes = 0;
  socket.on('data', (part: Buffer) => (bytes += part.length));
  const everything = { ...attack, URI: '/?a=../../etc/passwd&b=<script>&c=1+union+select+1', HeadersIn: [['x-double-verdict', '302']] };
  socket.write(callFrame(1, 'RPC.PreRequest', everything));
  await eventually('reply', () => bytes > 0);
  assert.ok(bytes < 1024, `${bytes} bytes`);
  socket.destroy();
});

for (const [what, bytes] of [['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n')], ['a reply', encode([1, 1, null, {}])], ['an oversized text', Buffer.from([0x94, 0x00, 0x01, 0xdb, 0x7f, 0xff, 0xff, 0xff])]] as const) {
  rpc(`cuts a connection that sends ${what}, says so, and serves the next`, async (context) => {
    const before = context.agent.output().stderr.length;
    const { socket, ended, replies } = await connection({ path: context.agent.socket });
    socket.write(bytes);
    await ended;
    assert.is(replies.length, 0);
    await eventually('complaint', () => / cut: /.test(context.agent.output().stderr.slice(before)));
    assert.is((await preRequest(context, attack)).WAFResponse, 406);
  });
}

rpc('goes on when clients leave before their reply', async (context) => {
  for (let round = 0; round < 20; round++) {
    const { socket } = await connection({ path: context.agent.socket });
    socket.write(callFrame(1, 'RPC.PreRequest', { ...attack, HeadersIn: [['x-double-verdict', 'tag; delay=20']] }));
    socket.destroy();
    await once(socket, 'close');
  }
  assert.is((await preRequest(context, attack)).WAFResponse, 406);
});

rpc('records time, agent, request, verdict, tags, and nothing that is secret', async (context) => {
  const secrets = { AccessKeyID: 'key-id-of-the-module', PostBody: 'card=4111', HeadersIn: [['Cookie', 'session=abc123'], ['Authorization', 'Bearer xyz']] };
  await preRequest(context, { ...attack, ...secrets, URI: '/login?user=ada&password=hunter2&x=<script>' });
  const line = await context.agent.record('login', (record) => String(record['uri']).startsWith('/login'));
  assert.equal(Object.keys(line), ['time', 'hostname', 'call', 'method', 'uri', 'serverName', 'remoteAddress', 'verdict', 'wafResponse', 'tags', 'requestId']);
  assert.equal([line['hostname'], line['uri']], ['pod-1', '/login?user=ada&password=[redacted]&x=<script>']);
  const { stdout, stderr } = context.agent.output();
  for (const secret of ['hunter2', 'abc123', 'xyz', '4111', 'key-id-of', 'secret-of-the-test']) assert.not.ok((stdout + stderr).includes(secret), secret);
});

rpc.run();
