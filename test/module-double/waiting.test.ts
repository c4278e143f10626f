import { Agent } from 'node:http';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { freePort } from '../agent-double/running-agent.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';
import { send, speak } from './client.ts';
import { crowdedSocket } from './crowded-socket.ts';
import { holding, judge } from './holding-agent.ts';
import { startNginx } from './nginx.ts';
import { onStage, patience } from './stage.ts';
import type { Stage } from './stage.ts';

const server = 'add_header X-Place $connection_requests always; location / { proxy_pass http://BACKEND; } location /health { sigsci_enabled off; return 200 "healthy\\n"; }';
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

waiting('one connection carries many requests, passed and blocked', async ({ stage }) => {
  stage.agent.script = judge;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const places: (string | string[] | undefined)[] = [];
  for (let count = 0; count < 10; count++) {
    const shop = await stage.send(`/shop/${count}`, { agent });
    const attack = await stage.send(`/attack/${count}`, { agent, method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } });
    assert.equal([shop.status, attack.status], [200, 406]);
    places.push(shop.headers['x-place'], attack.headers['x-place']);
  }
  assert.equal(places, Array.from({ length: 20 }, (_, index) => String(index + 1)));
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
