import { Agent } from 'node:http';
import { connect } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { freePort } from '../agent-double/running-agent.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { send, speak } from './client.ts';
import { crowdedSocket } from './crowded-socket.ts';
import { startNginx } from './nginx.ts';
import { replyFrame } from './scripted-agent.ts';
import type { AgentCall, Script } from './scripted-agent.ts';
import { onStage, patience } from './stage.ts';
import type { Stage } from './stage.ts';

/** An agent that holds every answer back until the test lets it go. */
function holding(): { script: Script; held: Map<string, () => void>; closed: Set<string> } {
  const held = new Map<string, () => void>();
  const closed = new Set<string>();
  const script: Script = (call, socket) => {
    held.set(call.fields['URI'], () => socket.write(replyFrame(call.id, { WAFResponse: verdict(call), RequestHeaders: [] })));
    socket.on('close', () => closed.add(call.fields['URI']));
  };
  return { script, held, closed };
}

const verdict = (call: AgentCall): number => (call.fields['URI'].includes('attack') ? 406 : 200);
const judge: Script = (call) => ({ WAFResponse: verdict(call), RequestHeaders: [] });

const server = 'location / { proxy_pass http://BACKEND; } location /health { sigsci_enabled off; return 200 "healthy\\n"; }';
const waiting = suite<{ stage: Stage }>('while nginx waits for the agent');

onStage(waiting, { server });

waiting('its only worker goes on serving others', async ({ stage }) => {
  const { script, held } = holding();
  stage.agent.script = script;
  const first = stage.send('/first');
  const release = await eventually('the question about /first', () => held.get('/first'));
  for (let count = 0; count < 20; count++) assert.is((await stage.send('/health')).body, 'healthy\n');
  assert.is(stage.backend.received.some(({ url }) => url === '/first'), false, 'the first request is still waiting');
  release();
  assert.is((await first).status, 200);
});

waiting('many requests wait side by side and each gets its own answer', async ({ stage }) => {
  const { script, held } = holding();
  stage.agent.script = script;
  const paths = Array.from({ length: 60 }, (_, index) => `/${index % 2 ? 'attack' : 'shop'}/${index}`);
  const replies = paths.map((path) => stage.send(path));
  await eventually('all questions', () => held.size === paths.length);
  for (const release of [...held.values()].reverse()) release();
  assert.equal((await Promise.all(replies)).map(({ status }) => status), paths.map((path) => (path.includes('attack') ? 406 : 200)));
});

waiting('a client that goes away ends the question, and the backend never hears of it', async ({ stage }) => {
  const { script, held, closed } = holding();
  stage.agent.script = script;
  const { socket } = await speak(stage.port);
  socket.write('GET /gone HTTP/1.1\r\nHost: shop.example\r\n\r\n');
  await eventually('the question', () => held.has('/gone'));
  socket.destroy();
  await eventually('the end of the connection to the agent', () => closed.has('/gone'));
  assert.is((await stage.send('/health')).status, 200);
  assert.is(stage.backend.received.some(({ url }) => url === '/gone'), false);
});

waiting('a client that goes away in the middle of its body asks nothing', async ({ stage }) => {
  const { script, held } = holding();
  stage.agent.script = script;
  const { socket } = await speak(stage.port);
  socket.write('POST /half HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"half":');
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await eventually('nginx has noticed', () => stage.nginx.log().includes('client prematurely closed connection'));
  assert.is(held.size, 0);
  assert.is((await stage.send('/health')).status, 200);
});

waiting('pipelined requests are judged one after the other and answered in order', async ({ stage }) => {
  stage.agent.script = judge;
  const { socket, text } = await speak(stage.port);
  const head = 'HTTP/1.1\r\nHost: shop.example\r\n';
  const form = `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1`;
  socket.write(`GET /one ${head}\r\nPOST /two ${head}${form}GET /attack ${head}\r\nGET /four ${head}Connection: close\r\n\r\n`);
  await eventually('four responses', () => text().split('HTTP/1.1 ').length === 5 && text().includes('/four'));
  assert.equal([...text().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status), ['200', '200', '406', '200']);
  assert.equal([...text().matchAll(/backend saw (\/[a-z]+)/g)].map(([, path]) => path), ['/one', '/two', '/four']);
});

waiting('one connection carries many requests', async ({ stage }) => {
  stage.agent.script = judge;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let count = 0; count < 10; count++) {
    assert.is((await stage.send(`/shop/${count}`, { agent })).status, 200);
    assert.is((await stage.send(`/attack/${count}`, { agent, method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })).status, 406);
  }
  agent.destroy();
});

waiting('a reload lets the old worker end what waits, and the new one introduces itself', async ({ stage }) => {
  const { script, held } = holding();
  stage.agent.script = script;
  await stage.agent.next('RPC.ModuleInit');
  const reply = stage.send('/across-the-reload');
  const release = await eventually('the question', () => held.get('/across-the-reload'));
  stage.nginx.reload();
  await stage.agent.next('RPC.ModuleInit');
  assert.is((await stage.send('/health')).status, 200);
  release();
  assert.is((await reply).status, 200);
});

waiting('a full queue of the agent is passed, not waited for', async () => {
  await inScratchFolder({ 'index.html': 'the page' }, async (folder) => {
    const { release } = await crowdedSocket(`${folder}/agent.sock`);
    const port = await freePort();
    const nginx = await startNginx(port, `sigsci_agent_host unix:${folder}/agent.sock; ${patience} server { listen 127.0.0.1:${port}; root ${folder}; }`);
    assert.is((await send(port, '/')).body, 'the page');
    assert.match(nginx.log(), /no answer from the agent at .*: cannot connect; the request passes/);
    await nginx.stop();
    release();
  });
});

waiting.run();

const http2 = suite<{ stage: Stage; session: ClientHttp2Session }>('HTTP/2');

http2.after(async ({ session }) => void session?.destroy());
onStage(http2, { server, listen: 'http2', script: judge });
http2.before(async (context) => {
  context.session = connect(`http://127.0.0.1:${context.stage.port}`);
});

function ask(session: ClientHttp2Session, headers: Record<string, string>, body = ''): Promise<{ status: unknown; text: string }> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':authority': 'shop.example', ...headers }, { endStream: body === '' });
    let status: unknown;
    let text = '';
    stream.on('response', (response) => (status = response[':status']));
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    stream.on('end', () => resolve({ status, text })).on('error', reject);
    if (body !== '') stream.end(body);
  });
}

http2('streams of one connection are judged each for itself', async ({ session }) => {
  const paths = Array.from({ length: 30 }, (_, index) => `/${index % 2 ? 'attack' : 'shop'}/${index}`);
  const replies = await Promise.all(paths.map((path) => ask(session, { ':path': path })));
  assert.equal(replies.map(({ status }) => status), paths.map((path) => (path.includes('attack') ? 406 : 200)));
});

http2('the agent learns protocol, host and headers', async ({ stage, session }) => {
  await ask(session, { ':path': '/told?x=1', 'x-trace': 'abc' });
  const call = stage.agent.calls.find(({ fields }) => fields['URI'] === '/told?x=1');
  assert.is(call?.fields['Protocol'], 'HTTP/2.0');
  assert.is(call?.fields['ServerName'], 'shop.example');
  assert.ok(call?.fields['HeadersIn'].some(([name, value]: [string, string]) => name === 'x-trace' && value === 'abc'));
});

http2('a body reaches agent and backend', async ({ stage, session }) => {
  const body = JSON.stringify({ text: 'ä'.repeat(20_000) });
  const headers = { ':method': 'POST', ':path': '/body', 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  assert.is((await ask(session, headers, body)).status, 200);
  assert.is(stage.agent.calls.find(({ fields }) => fields['URI'] === '/body')?.fields['PostBody'], body);
  assert.is(stage.backend.received.find(({ url }) => url === '/body')?.body.toString(), body);
});

http2('a stream that is cancelled ends its question; the others go on', async ({ stage, session }) => {
  const { script, held, closed } = holding();
  stage.agent.script = script;
  const stream = session.request({ ':path': '/cancelled' });
  stream.on('error', () => undefined);
  const other = ask(session, { ':path': '/other' });
  await eventually('both questions', () => held.has('/cancelled') && held.has('/other'));
  stream.close(8);
  await eventually('the end of the connection to the agent', () => closed.has('/cancelled'));
  held.get('/other')?.();
  assert.is((await other).status, 200);
});

http2('a client that drops the whole connection ends all its questions', async ({ stage }) => {
  const { script, held, closed } = holding();
  stage.agent.script = script;
  const session = connect(`http://127.0.0.1:${stage.port}`).on('error', () => undefined);
  for (const path of ['/a', '/b', '/c']) session.request({ ':path': path }).on('error', () => undefined);
  await eventually('three questions', () => held.size === 3);
  session.destroy();
  await eventually('the end of all of them', () => closed.size === 3);
});

http2.run();
