import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { freePort, launchReady } from './running-agent.ts';
import type { RunningAgent } from './running-agent.ts';
import { protectedServer } from './vendor-client.ts';

const attack = '/?file=../../etc/passwd';

type Server = Awaited<ReturnType<typeof protectedServer>>;

async function protectedBy(environment: Record<string, string>, check: (server: Server, agent: RunningAgent) => Promise<void>): Promise<void> {
  const agent = await launchReady(environment);
  const [, port] = /:(\d+)$/.exec(environment['SIGSCI_RPC_ADDRESS'] ?? '') ?? [];
  const server = await protectedServer(port ? { host: '127.0.0.1', port: Number(port) } : { path: agent.socket });
  try {
    await check(server, agent);
    assert.equal(server.complaints, []);
  } finally {
    await server.close();
    await agent.stop();
  }
}

const client = suite("agent double behind the vendor's own client");

for (const [kind, address] of [['a unix socket', async () => ({})], ['TCP', async () => ({ SIGSCI_RPC_ADDRESS: `127.0.0.1:${await freePort()}` })]] as const) {
  client(`passes a benign request and blocks an attack over ${kind}`, async () => {
    await protectedBy(await address(), async (server, agent) => {
      const benign = await server.send({ path: '/?file=report.pdf' });
      assert.is(benign.status, 200);
      assert.match(benign.body, /^application/);
      const blocked = await server.send({ path: attack });
      assert.is(blocked.status, 406);
      assert.is(blocked.body, 'not acceptable');
      const first = await agent.record('benign', ({ verdict }) => verdict === 'allowed');
      assert.equal([first.method, first.uri, first.serverName, first.remoteAddress], ['GET', '/?file=report.pdf', 'shop.example', '127.0.0.1']);
      const second = await agent.record('attack', ({ verdict }) => verdict === 'blocked');
      assert.equal([second.wafResponse, second.tags, second.uri], [406, ['TRAVERSAL'], attack]);
    });
  });
}

client('follows a blocked request with the UpdateRequest of its id', async () => {
  await protectedBy({}, async (server, agent) => {
    await server.send({ path: attack });
    const update = await agent.record('update', ({ call }) => call === 'UpdateRequest');
    const decision = await agent.record('decision', ({ call }) => call === 'PreRequest');
    assert.match(decision.requestId, /^[0-9a-f]{24}$/);
    assert.equal([update.requestId, update.matched, update.responseCode], [decision.requestId, true, 406]);
  });
});

client('hears of an application error by PostRequest, and of a quiet success not at all', async () => {
  await protectedBy({}, async (server, agent) => {
    await server.send({ path: '/status/200' });
    await server.send({ path: '/status/503' });
    const post = await agent.record('post', ({ call }) => call === 'PostRequest');
    assert.equal([post.uri, post.responseCode, post.wafResponse], ['/status/503', 503, 200]);
    assert.equal(agent.records().filter(({ uri }) => uri === '/status/200').map(({ call }) => call), ['PreRequest']);
  });
});

client('judges a form body, and hands the body on when it is harmless', async () => {
  const post = { path: '/comment', method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  await protectedBy({}, async (server) => {
    assert.is((await server.send({ ...post, body: 'text=%3Cscript%3Ealert(1)%3C/script%3E' })).status, 406);
    const fine = await server.send({ ...post, body: 'text=the+script+of+the+play' });
    assert.equal([fine.status, fine.body], [200, 'application: text=the+script+of+the+play']);
  });
});

client('redirects where the settings say, with any status of 300 to 399', async () => {
  await protectedBy({ DOUBLE_BLOCK_CODE: '302', DOUBLE_REDIRECT_URL: 'https://help.example/blocked' }, async (server) => {
    const { status, headers } = await server.send({ path: attack });
    assert.equal([status, headers.location], [302, 'https://help.example/blocked']);
    assert.is((await server.send({ path: '/', headers: { 'x-double-verdict': '307' } })).status, 307);
  });
});

client('blocks with every status from 400 to 599 that a marker asks for, and passes on any other number', async () => {
  await protectedBy({}, async (server) => {
    for (const status of [400, 403, 451, 500, 599]) assert.is((await server.send({ path: '/', headers: { 'x-double-verdict': String(status) } })).status, status);
    for (const number of [-2, -1, 0, 199, 299, 600]) assert.is((await server.send({ path: '/', headers: { 'x-double-verdict': String(number) } })).status, 200);
  });
});

client('is not put off by response actions, which it does not know', async () => {
  await protectedBy({ DOUBLE_RESPONSE_ACTIONS: '[[4,["X-Powered-By"]]]' }, async (server) => {
    assert.equal([(await server.send({ path: '/' })).status, (await server.send({ path: attack })).status], [200, 406]);
  });
});

client('serves a hundred short connections at once', async () => {
  await protectedBy({}, async (server, agent) => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => server.send({ path: index % 2 ? attack : `/page/${index}` })));
    assert.equal(answers.map(({ status }) => status), Array.from({ length: 100 }, (_, index) => (index % 2 ? 406 : 200)));
    assert.is(agent.records().filter(({ call }) => call === 'PreRequest').length, 100);
  });
});

client.run();
