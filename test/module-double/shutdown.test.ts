import { connect } from 'node:http2';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { replyFrame } from './scripted-agent.ts';
import type { AgentCall, Script, ScriptedAgent } from './scripted-agent.ts';
import { openStage, patience } from './stage.ts';
import type { Plot, Stage } from './stage.ts';
import { frame } from './websocket-frames.ts';
import { startWebsocketBackend, upgrade } from './websocket-peers.ts';

// Source: nginx's control page, "quit: graceful shutdown" and "reload: … graceful shutdown of old worker processes".

const verdict = (call: AgentCall): object => ({ WAFResponse: String(call.fields['URI'] + call.fields['PostBody']).includes('attack') ? 406 : 200, RequestID: `id-${call.id}-${call.fields['URI']}`, RequestHeaders: [] });

/** Answers that wait for the test. */
function holding(): { script: Script; held: (() => void)[] } {
  const held: (() => void)[] = [];
  return { held, script: (call, socket) => void held.push(() => socket.write(replyFrame(call.id, call.method === 'RPC.PreRequest' ? verdict(call) : 200))) };
}

/** RequestIDs that the agent has given out, and those that came back. */
function halves({ calls }: ScriptedAgent): { given: string[]; returned: string[] } {
  const of = (method: string): AgentCall[] => calls.filter((call) => call.method === method);
  return {
    given: of('RPC.PreRequest').map((call) => (verdict(call) as { RequestID: string }).RequestID).sort(),
    returned: of('RPC.UpdateRequest').map(({ fields }) => fields['RequestID']).sort(),
  };
}

const paths = Array.from({ length: 30 }, (_, index) => `/${index % 3 === 0 ? 'attack' : 'shop'}/${index}`);
const expected = paths.map((path) => (path.includes('attack') ? 406 : 200));

const quit = suite('nginx -s quit');

async function whileOpen(plot: Plot, use: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await openStage({ http: patience, ...plot });
  await use(stage);
  await stage.close();
}

/** Begins a graceful stop; `ended` holds when nginx is gone and neither it nor a sanitizer complained. */
async function beginStop({ nginx }: Stage): Promise<{ ended: Promise<void> }> {
  const ended = nginx.stop();
  await eventually('the worker knows', () => nginx.log().includes('gracefully shutting down'));
  return { ended };
}

quit('requests about which the agent is asked get their verdict, and the agent its reports', async () => {
  const { script, held } = holding();
  await whileOpen({ script }, async (stage) => {
    const replies = paths.map((path) => stage.send(path));
    await eventually('all questions', () => held.length === paths.length);
    const { ended } = await beginStop(stage);
    for (const release of held) release();
    assert.equal((await Promise.all(replies)).map(({ status }) => status), expected);
    await ended;
    const { given, returned } = halves(stage.agent);
    assert.is(given.length, paths.length);
    assert.equal(returned, given);
  });
});

quit('streams of an HTTP/2 connection are ended in the same way', async () => {
  const { script, held } = holding();
  await whileOpen({ script, listen: 'http2' }, async (stage) => {
    const session = connect(`http://127.0.0.1:${stage.port}`);
    const statuses = paths.map((path) => new Promise((resolve, reject) => session.request({ ':path': path }).on('response', (headers) => resolve(headers[':status'])).on('error', reject).resume()));
    await eventually('all questions', () => held.length === paths.length);
    const { ended } = await beginStop(stage);
    for (const release of held) release();
    assert.equal(await Promise.all(statuses), expected);
    await ended;
    session.destroy();
    const { given, returned } = halves(stage.agent);
    assert.equal(returned, given);
  });
});

quit('a worker waits for the answers to its reports, though all its clients have theirs', async () => {
  const { script, held } = holding();
  await whileOpen({ script: verdict }, async (stage) => {
    stage.agent.onReport = script;
    assert.equal((await Promise.all(paths.map((path) => stage.send(path)))).map(({ status }) => status), expected);
    await eventually('all reports', () => held.length === paths.length);
    const { ended } = await beginStop(stage);
    let isOver = false;
    void ended.then(() => (isOver = true), () => undefined);
    for (const release of held.splice(1)) release();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.is(isOver, false);
    for (const release of held) release();
    await ended;
  });
});

quit('a request whose backend is slow is reported when the response is complete', async () => {
  let answer: (() => void) | undefined;
  await whileOpen({ script: verdict, application: (_, response) => (answer = () => response.end('late')) }, async (stage) => {
    const reply = stage.send('/slow');
    const release = await eventually('the backend', () => answer);
    const { ended } = await beginStop(stage);
    release();
    assert.is((await reply).body, 'late');
    await ended;
    const { given, returned } = halves(stage.agent);
    assert.equal([given.length, returned], [1, given]);
  });
});

quit('requests that worker_shutdown_timeout cuts are reported too', async () => {
  const seen: string[] = [];
  await whileOpen({ script: verdict, main: 'worker_shutdown_timeout 1s;', application: ({ url }) => void seen.push(url) }, async (stage) => {
    const replies = Promise.allSettled(['/never/1', '/never/2', '/never/3'].map((path) => stage.send(path)));
    await eventually('the backend has all', () => seen.length === 3);
    await (await beginStop(stage)).ended;
    assert.ok((await replies).every(({ status }) => status === 'rejected'));
    const { given, returned } = halves(stage.agent);
    assert.equal([given.length, returned], [3, given]);
  });
});

quit('a websocket message about which the agent is asked gets its verdict, and the connection lives until it is closed', async () => {
  const backend = await startWebsocketBackend();
  const { script, held } = holding();
  const server = `location / { proxy_pass http://127.0.0.1:${backend.port}; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }`;
  await whileOpen({ script: verdict, server, http: `${patience} sigsci_websocket_enabled on;` }, async (stage) => {
    const client = await upgrade(stage.port, '/chat');
    const peer = await backend.peer('/chat');
    stage.agent.script = script;
    client.socket.write(frame('hello'));
    const release = await eventually('the question', () => held[0]);
    const { ended } = await beginStop(stage);
    release();
    await eventually('the message', () => peer.received().equals(frame('hello')));
    client.socket.write(frame('an attack'));
    (await eventually('the next question', () => held[1]))();
    await eventually('both ends', () => peer.ended() && client.ended());
    await ended;
    const { given, returned } = halves(stage.agent);
    assert.equal([given.length, returned], [3, given]);
  });
  await backend.close();
});

quit.run();

const reload = suite('nginx -s reload');

reload('again and again under load: every request gets its verdict, and every question its second half', async () => {
  const script: Script = (call, socket) => void setTimeout(() => socket.write(replyFrame(call.id, verdict(call))), 5 + (call.id % 30));
  await whileOpen({ script }, async (stage) => {
    const waiting = Array.from({ length: 400 }, (_, index) => `/${index % 3 === 0 ? 'attack' : 'shop'}/${index}`);
    const total = waiting.length;
    const player = async (): Promise<void> => {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        if (path.endsWith('50')) stage.nginx.reload();
        assert.is((await stage.send(path, { headers: { Connection: 'close' } })).status, path.includes('attack') ? 406 : 200);
      }
    };
    await Promise.all(Array.from({ length: 20 }, player));
    await (await beginStop(stage)).ended;
    assert.ok(stage.agent.calls.filter(({ method }) => method === 'RPC.ModuleInit').length > 2, 'there were several workers');
    const { given, returned } = halves(stage.agent);
    assert.is(given.length, total);
    assert.equal(returned, given);
  });
});

reload.run();
