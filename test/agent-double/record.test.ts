import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { accounts } from '../doubles/agent/accounts.ts';
import { readRecord } from '../doubles/agent/read-record.ts';
import { suite } from '../support/suite.ts';
import { eventually } from './eventually.ts';
import { agentProgram, call, callFrame, connection, launchReady } from './running-agent.ts';
import type { RunningAgent } from './running-agent.ts';

const record = suite('record of the agent double');

const benign = { Method: 'GET', URI: `/${'long'.repeat(100)}`, HeadersIn: [] };
const tagged = { ...benign, URI: '/tagged', HeadersIn: [['x-double-verdict', 'tag']] };
const many = 3000;
const calls = Buffer.concat(Array.from({ length: many }, (_, id) => callFrame(id, 'RPC.PreRequest', benign)));

async function requestId(agent: RunningAgent): Promise<string> {
  const [, , , result] = await call({ path: agent.socket }, 'RPC.PreRequest', tagged);
  return (result as { RequestID: string }).RequestID;
}

/** Sends more calls than the unread standard output holds lines, and waits until no more replies come. */
async function callsOfStalledAgent(agent: RunningAgent): Promise<Awaited<ReturnType<typeof connection>>> {
  agent.process.stdout?.pause();
  const client = await connection({ path: agent.socket });
  client.socket.write(calls);
  let last = -1;
  await eventually('stalled', async () => {
    const still = client.replies.length === last && last > 0;
    last = client.replies.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return still;
  });
  return client;
}

record('has the line of every call that was answered, also after a kill', async () => {
  const agent = await launchReady();
  const { replies } = await callsOfStalledAgent(agent);
  assert.ok(replies.length < many, 'the replies did not wait for their lines');
  agent.process.kill('SIGKILL');
  agent.process.stdout?.resume();
  await agent.exit();
  const lines = readRecord(agent.output().stdout).filter(({ call: name }) => name === 'PreRequest');
  assert.ok(lines.length >= replies.length, `${replies.length} replies, ${lines.length} lines`);
});

record('is whole after a stop, however slow its reader is', async () => {
  const agent = await launchReady({ SIGSCI_SERVICE_SHUTDOWN_TIMEOUT: '60s' });
  const { replies } = await callsOfStalledAgent(agent);
  const stopped = agent.stop();
  await eventually('stopping', () => agent.output().stderr.includes('stopping'));
  agent.process.stdout?.resume();
  assert.is(await stopped, 0);
  assert.is(replies.length, many);
  const lines = readRecord(agent.output().stdout);
  assert.equal([lines.length, lines.at(-1)?.counts], [many + 1, { allowed: many }]);
});

record('that cannot be written is one line of talk and keeps no request waiting', async () => {
  const work = mkdtempSync(join(tmpdir(), 'agent-record-'));
  const [socket, full] = [join(work, 'agent.sock'), openSync('/dev/full', 'w')];
  const env = { SIGSCI_ACCESSKEYID: 'a', SIGSCI_SECRETACCESSKEY: 'b', SIGSCI_RPC_ADDRESS: socket, SIGSCI_SHARED_CACHE_DIR: work };
  const child = spawn(process.execPath, [await agentProgram()], { env, stdio: ['ignore', full, 'pipe'] });
  const closed = once(child, 'close');
  closeSync(full);
  let talk = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (talk += part));
  await eventually('start', () => talk.includes('rules loaded'));
  for (let round = 0; round < 3; round++) assert.is((await call({ path: socket }, 'RPC.PreRequest', benign))[2], null);
  child.kill('SIGTERM');
  assert.equal(await closed, [0, null]);
  assert.is(talk.split('the record cannot be written: ENOSPC').length, 2, talk);
  rmSync(work, { recursive: true });
});

record('names a request whose response did not come in time, and at the stop those still awaited', async () => {
  const agent = await launchReady({ SIGSCI_CONTEXT_EXPIRATION: '50', SIGSCI_CLEANER_INTERVAL: '10', SIGSCI_SERVER_HOSTNAME: 'a' });
  const [expired, finished] = [await requestId(agent), await requestId(agent)];
  await call({ path: agent.socket }, 'RPC.UpdateRequest', { RequestID: finished, ResponseCode: 200 });
  const line = await agent.record('unfinished', ({ event, requestId: id }) => event === 'unfinished' && id === expired);
  assert.equal([line.hostname, line.uri, line.method], ['a', '/tagged', 'GET']);
  await agent.stop();
  const patient = await launchReady();
  const open = await requestId(patient);
  await patient.stop();
  const [unfinished, stopped] = patient.records().slice(-2);
  assert.equal([unfinished?.event, unfinished?.requestId, stopped?.event], ['unfinished', open, 'stopped']);
});

record('of two agents tells a half that went to the wrong one from one that never came', async () => {
  const agents = [await launchReady({ SIGSCI_SERVER_HOSTNAME: 'a' }), await launchReady({ SIGSCI_SERVER_HOSTNAME: 'b' })] as const;
  const [right, wrong, lost] = [await requestId(agents[0]), await requestId(agents[0]), await requestId(agents[1])];
  await call({ path: agents[0].socket }, 'RPC.UpdateRequest', { RequestID: right, ResponseCode: 200 });
  await call({ path: agents[1].socket }, 'RPC.UpdateRequest', { RequestID: wrong, ResponseCode: 200 });
  await call({ path: agents[1].socket }, 'RPC.UpdateRequest', { RequestID: 'f'.repeat(24), ResponseCode: 200 });
  for (const agent of agents) await agent.stop();
  const { neverCame, elsewhere, forgotten, strays } = accounts(agents.flatMap((agent) => readRecord(agent.output().stdout)));
  assert.equal([neverCame, strays].map((lines) => lines.map((line) => line.requestId)), [[lost], ['f'.repeat(24)]]);
  assert.equal(elsewhere.map(({ request, response }) => [request.hostname, response.hostname, response.requestId]), [['a', 'b', wrong]]);
  assert.is(forgotten.length, 0);
});

record.run();
