import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { run } from '../../ci/toolchain/run.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';
import { eventually } from './eventually.ts';
import { call, callFrame, connection, freePort, launch, launchReady } from './running-agent.ts';

const life = suite<{ work: string }>('life of the agent double');
life.before.each((context) => void (context.work = mkdtempSync(join(tmpdir(), 'agent-life-'))));
life.after.each(({ work }) => rmSync(work, { recursive: true, force: true }));

const benign = { URI: '/', Method: 'GET', HeadersIn: [] };

async function refusal(environment: Record<string, string | null>): Promise<string> {
  const agent = await launch(environment);
  assert.is(await agent.exit(), 1);
  const { stdout, stderr } = agent.output();
  assert.is(stdout, '');
  assert.is(stderr.trim().split('\n').length, 1, stderr);
  return stderr.trim();
}

async function status(port: number, path = '/startup'): Promise<number> {
  return fetch(`http://127.0.0.1:${port}${path}`).then((response) => response.status, () => 0);
}

life('ends at once with one line when a key is missing', async () => {
  assert.match(await refusal({ SIGSCI_SECRETACCESSKEY: null }), /SIGSCI_SECRETACCESSKEY: not set/);
  assert.match(await refusal({ SIGSCI_ACCESSKEYID: '' }), /SIGSCI_ACCESSKEYID: not set/);
});

life('ends with one line when the cache folder cannot be made', async ({ work }) => {
  writeFileSync(join(work, 'file'), '');
  assert.match(await refusal({ SIGSCI_SHARED_CACHE_DIR: join(work, 'file/cache') }), /SIGSCI_SHARED_CACHE_DIR: .* cannot be written: ENOTDIR/);
});

life('makes the cache folder and writes to it', async ({ work }) => {
  const cache = join(work, 'deep/cache');
  const agent = await launchReady({ SIGSCI_SHARED_CACHE_DIR: cache });
  assert.ok(existsSync(join(cache, 'rules.json')));
  assert.is(await agent.stop(), 0);
});

life('ends with one line when the folder of the socket is not there', async ({ work }) => {
  assert.match(await refusal({ SIGSCI_RPC_ADDRESS: join(work, 'none/agent.sock') }), /SIGSCI_RPC_ADDRESS: cannot listen/);
});

life('ends with one line when its TCP address is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  assert.match(await refusal({ SIGSCI_RPC_ADDRESS: `127.0.0.1:${port}` }), /EADDRINUSE/);
  other.close();
});

life('takes the place of a socket that a killed agent has left', async ({ work }) => {
  const socket = join(work, 'agent.sock');
  const killed = await launchReady({ SIGSCI_RPC_ADDRESS: socket });
  await killed.stop('SIGKILL');
  assert.ok(statSync(socket).isSocket());
  const agent = await launchReady({ SIGSCI_RPC_ADDRESS: socket });
  assert.is((await call({ path: socket }, 'RPC.PreRequest', benign))[2], null);
  await agent.stop();
  assert.not.ok(existsSync(socket));
});

// Assumed: a listening socket lives on without its name in the file system, and no source says that the agent looks after it.
life('does not notice that its socket file is gone: open connections go on, new ones find nothing', async () => {
  const agent = await launchReady();
  const { socket, replies } = await connection({ path: agent.socket });
  rmSync(agent.socket);
  const late = connect(agent.socket);
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
  assert.is(error.code, 'ENOENT');
  socket.write(callFrame(1, 'RPC.PreRequest', benign));
  await eventually('reply', () => replies.length === 1);
  assert.not.ok(existsSync(agent.socket));
  assert.is(await agent.stop(), 0);
});

life('leaves a file alone that stands where its socket should', async ({ work }) => {
  const file = join(work, 'notes.txt');
  writeFileSync(file, 'mine');
  assert.match(await refusal({ SIGSCI_RPC_ADDRESS: file }), /is no socket; remove it/);
  assert.is(readFileSync(file, 'utf8'), 'mine');
});

/** What user 101 gets when it connects to the socket. */
async function connectAsNginx(socket: string): Promise<string> {
  const drop = 'process.setgroups([]); process.setgid(82); process.setuid(101);';
  const dial = "require('net').connect(process.argv[1]).on('connect', () => (console.log('connected'), process.exit())).on('error', (error) => console.log(error.code))";
  return (await run([process.execPath, '-e', drop + dial, socket])).trim();
}

life('lets user 101 use the socket, unless the old fault is switched on', async ({ work }) => {
  if (process.getuid?.() !== 0) return skip('acting as user 101 needs root');
  chmodSync(work, 0o755);
  const socket = join(work, 'agent.sock');
  const mended = await launchReady({ SIGSCI_RPC_ADDRESS: socket });
  assert.is(await connectAsNginx(socket), 'connected');
  await mended.stop();
  const faulty = await launchReady({ SIGSCI_RPC_ADDRESS: socket, DOUBLE_OWNER_ONLY_SOCKET: 'true' });
  assert.is(await connectAsNginx(socket), 'EACCES');
  assert.is((await call({ path: socket }, 'RPC.PreRequest', benign))[2], null);
  await faulty.stop();
});

life('answers the startup probe with 503 until the rules are loaded, then with 200', async ({ work }) => {
  const port = await freePort();
  const file = join(work, 'ready');
  writeFileSync(file, 'left over');
  const agent = await launch({ SIGSCI_STARTUP_PROBE_LISTENER: `127.0.0.1:${port}`, SIGSCI_STARTUP_PROBE_FILEPATH: file, DOUBLE_RULES_DELAY: '700' });
  const seen = new Set<number>();
  await eventually('ready', async () => {
    const found = await status(port);
    if (found === 503) seen.add(found);
    return found === 200;
  });
  assert.equal([...seen], [503]);
  assert.is(readFileSync(file, 'utf8'), 'ready\n');
  assert.is(await status(port, '/other'), 404);
  await agent.stop();
});

life('stays unready for ever when the rules never come, and lets requests pass as not processed', async ({ work }) => {
  const port = await freePort();
  const file = join(work, 'ready');
  const agent = await launch({ SIGSCI_STARTUP_PROBE_LISTENER: `127.0.0.1:${port}`, SIGSCI_STARTUP_PROBE_FILEPATH: file, DOUBLE_RULES_DELAY: 'never' });
  await eventually('listening', () => agent.output().stderr.includes('RPC on'));
  const [, , , result] = await call({ path: agent.socket }, 'RPC.PreRequest', { ...benign, URI: '/?q=../x' });
  assert.equal(result, { WAFResponse: 0, RequestHeaders: [] });
  await agent.record('unprocessed', ({ verdict }) => verdict === 'unprocessed');
  assert.equal([await status(port), existsSync(file)], [503, false]);
  assert.is(await agent.stop(), 0);
});

life('answers what it has in hand before it stops, and takes nothing new', async () => {
  const agent = await launchReady();
  const { socket, replies, ended } = await connection({ path: agent.socket });
  const idle = await connection({ path: agent.socket });
  socket.write(callFrame(1, 'RPC.PreRequest', { ...benign, HeadersIn: [['x-double-verdict', 'delay=400ms']] }));
  await agent.record('in hand', ({ call: name }) => name === 'PreRequest');
  const stopped = agent.stop();
  await idle.ended;
  const late = connect(agent.socket);
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
  assert.match(error.code ?? '', /ENOENT|ECONNREFUSED/);
  await ended;
  assert.is(replies.length, 1);
  assert.is(await stopped, 0);
  const last = agent.records().at(-1);
  assert.equal([last?.['event'], last?.['counts']], ['stopped', { allowed: 1 }]);
});

life('cuts what takes longer than the shutdown timeout', async () => {
  const agent = await launchReady({ SIGSCI_SERVICE_SHUTDOWN_TIMEOUT: '100' });
  const { socket, replies, ended } = await connection({ path: agent.socket });
  socket.write(callFrame(1, 'RPC.PreRequest', { ...benign, HeadersIn: [['x-double-verdict', 'delay=60s']] }));
  await agent.record('in hand', ({ call: name }) => name === 'PreRequest');
  assert.is(await agent.stop(), 0);
  await ended;
  assert.is(replies.length, 0);
});

life('forgets a request whose response comes after the context expiration', async () => {
  const agent = await launchReady({ SIGSCI_CONTEXT_EXPIRATION: '50', SIGSCI_CLEANER_INTERVAL: '10' });
  const [, , , first] = await call({ path: agent.socket }, 'RPC.PreRequest', { ...benign, HeadersIn: [['x-double-verdict', 'tag']] });
  const { RequestID } = first as { RequestID: string };
  await new Promise((resolve) => setTimeout(resolve, 200));
  await call({ path: agent.socket }, 'RPC.UpdateRequest', { RequestID, ResponseCode: 200 });
  const update = await agent.record('update', ({ call: name }) => name === 'UpdateRequest');
  assert.equal([update['matched'], update['responseCode']], [false, 200]);
  await agent.stop();
});

life('opens no RPC listener in reverse-proxy mode and says so', async () => {
  const agent = await launchReady({ SIGSCI_REVPROXY_LISTENER: 'app:{listener=http://0.0.0.0:80,upstreams=http://127.0.0.1}' });
  assert.match(agent.output().stderr, /reverse-proxy mode: the RPC listener is off/);
  assert.not.ok(existsSync(agent.socket));
  assert.is(await agent.stop(), 0);
});

life('stops on SIGINT as on SIGTERM', async () => {
  const agent = await launchReady();
  assert.is(await agent.stop('SIGINT'), 0);
  assert.match(agent.output().stderr, /SIGINT: stopping/);
});

life.run();
