import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { eventually } from './eventually.ts';
import { callFrame, connection, launchReady } from './running-agent.ts';

// Documented (release notes of the vendor's Lua module): with rpc-version 1 a module may use a connection for several calls.
// Assumed: version 0 does not forbid it, so the double serves both alike.
const reuse = suite('a connection used for several calls');

const judged = (id: number, verdict: string) => callFrame(id, 'RPC.PreRequest', { URI: `/${id}`, Method: 'GET', HeadersIn: [['X-Double-Verdict', verdict]] });
const code = (reply: unknown[] | undefined) => (reply?.[3] as { WAFResponse: number } | undefined)?.WAFResponse;

for (const version of ['0', '1']) {
  const start = () => launchReady({ SIGSCI_RPC_VERSION: version });

  reuse(`rpc-version ${version}: carries one call after the other, and both halves of a request`, async () => {
    const agent = await start();
    const { socket, replies } = await connection({ path: agent.socket });
    for (let id = 0; id < 20; id++) {
      socket.write(judged(id, String(400 + id)));
      await eventually(`reply ${id}`, () => replies.length === id + 1);
    }
    assert.equal(replies.map((reply) => [reply[1], code(reply)]), Array.from({ length: 20 }, (_, id) => [id, 400 + id]));
    const { RequestID } = replies[19]?.[3] as { RequestID: string };
    socket.write(callFrame(20, 'RPC.UpdateRequest', { RequestID, ResponseCode: 419 }));
    await agent.record('update', ({ requestId, matched }) => requestId === RequestID && matched === true);
    await agent.stop();
  });

  reuse(`rpc-version ${version}: answers pipelined calls as each is ready, under its own id`, async () => {
    const agent = await start();
    const { socket, replies } = await connection({ path: agent.socket });
    socket.write(Buffer.concat([judged(1, '401;delay=400ms'), judged(2, '402'), judged(3, '403;delay=200ms'), judged(4, '404')]));
    await eventually('all replies', () => replies.length === 4);
    assert.equal(replies.map((reply) => [reply[1], code(reply)]), [[2, 402], [4, 404], [3, 403], [1, 401]]);
    await agent.stop();
  });

  reuse(`rpc-version ${version}: answers all calls of a client that has closed its sending half, then ends`, async () => {
    const agent = await start();
    const { socket, replies, ended } = await connection({ path: agent.socket });
    socket.write(judged(1, '401'));
    await eventually('first reply', () => replies.length === 1);
    socket.end(Buffer.concat([judged(2, '402;delay=100ms'), judged(3, '403')]));
    await ended;
    assert.equal(replies.map(([, id]) => id), [1, 3, 2]);
    await agent.stop();
  });

  reuse(`rpc-version ${version}: at a stop answers what is in hand on a used connection, ends it and the idle ones`, async () => {
    const agent = await start();
    const [used, idle] = [await connection({ path: agent.socket }), await connection({ path: agent.socket })];
    used.socket.write(judged(1, '401'));
    idle.socket.write(judged(1, '401'));
    await eventually('first replies', () => used.replies.length + idle.replies.length === 2);
    used.socket.write(Buffer.concat([judged(2, '402;delay=300ms'), judged(3, '403;delay=300ms')]));
    await agent.record('both in hand', ({ uri }) => uri === '/3');
    const stopped = agent.stop();
    await Promise.all([used.ended, idle.ended]);
    assert.equal([used.replies.length, idle.replies.length], [3, 1]);
    assert.is(await stopped, 0);
    assert.equal(agent.records().at(-1)?.counts, { blocked: 4 });
  });
}

reuse('is not held up by one whose client reads nothing', async () => {
  const agent = await launchReady({ SIGSCI_RPC_VERSION: '1' });
  const deaf = await connection({ path: agent.socket });
  deaf.socket.pause();
  deaf.socket.write(Buffer.concat(Array.from({ length: 3000 }, (_, id) => judged(id, 'block'))));
  const { socket, replies } = await connection({ path: agent.socket });
  socket.write(judged(1, '401'));
  await eventually('neighbour', () => replies.length === 1);
  await agent.stop('SIGKILL');
});

reuse.run();
