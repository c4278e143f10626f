import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { freePort } from '../agent-double/running-agent.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';
import { send } from './client.ts';
import { crowdedSocket } from './crowded-socket.ts';
import { startNginx } from './nginx.ts';
import type { Nginx } from './nginx.ts';
import { startAgent } from './scripted-agent.ts';
import { haste, patience } from './stage.ts';

/** Runs `use` on an nginx that serves a page and asks the agent at that address. */
async function withAgentAt(address: string, waits: string, use: (port: number, nginx: Nginx) => Promise<void>): Promise<void> {
  const port = await freePort();
  await inScratchFolder({ 'index.html': 'the page' }, async (folder) => {
    const nginx = await startNginx(port, `${address.replace('FOLDER', folder)} ${waits} server { listen 127.0.0.1:${port}; root ${folder}; }`);
    await use(port, nginx);
    await nginx.stop();
  });
}

const tcp = (host: string, port: number): string => `sigsci_agent_host tcp:${host}; sigsci_agent_port ${port};`;

/** Tests that need IPv6 are skipped, and said to be, where the machine has none. */
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));
const on = <T extends typeof service>(tests: T, what: string): T | T['skip'] => (what.includes('IPv6') && !hasIpv6 ? tests.skip : tests);

const service = suite('the agent as a service over TCP');

// The form of the address is assumed: recalled from the vendor's table of directives, see the double's README.
for (const [what, host, listen] of [
  ['an address', '127.0.0.1', '127.0.0.1'],
  ['a name', 'localhost', '127.0.0.1'],
  ['an IPv6 address in brackets', '[::1]', '::1'],
] as const) {
  on(service, what)(`${what} leads to the agent`, async () => {
    const agent = await startAgent('tcp', () => ({ WAFResponse: 406, RequestHeaders: [] }), listen);
    await withAgentAt(tcp(host, agent.port), patience, async (port) => assert.is((await send(port, '/')).status, 406));
    await agent.close();
  });
}

/** Starts a server that takes connections and does with them what it is told to, which is no answer. */
async function mute(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

service('a peer that takes connections and never answers is passed after the timeout', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  await withAgentAt(tcp('127.0.0.1', await mute(server)), haste, async (port, nginx) => {
    assert.is((await send(port, '/')).body, 'the page');
    assert.match(nginx.log(), /no answer from the agent at 127\.0\.0\.1:\d+: timed out; the request passes/);
  });
  server.close();
});

service('a peer that does not even take connections (its queue is full, its packets get lost) is passed after the timeout', async () => {
  const { release, port: crowded } = await crowdedSocket('127.0.0.1');
  await withAgentAt(tcp('127.0.0.1', crowded), haste, async (port, nginx) => {
    assert.is((await send(port, '/')).body, 'the page');
    assert.match(nginx.log(), /no answer from the agent at 127\.0\.0\.1:\d+: timed out; the request passes/);
  });
  release();
});

service.run();

/** Lines of the error log that report trouble; the agent is asked once at the start of a worker too. */
const troubles = (nginx: Nginx): string[] => nginx.log().split('\n').filter((line) => /\[(warn|error|crit|alert)\]/.test(line) && !line.includes('ModuleInit'));

const gone = suite('when the agent is gone');

// None of these waits for the timeout, which is longer than the client's patience.
for (const [what, address, reason] of [
  ['a port that refuses', async () => tcp('127.0.0.1', await freePort()), 'the connection broke; the request passes (111: Connection refused)'],
  ['an IPv6 port that refuses', async () => tcp('[::1]', await freePort()), 'the connection broke; the request passes (111: Connection refused)'],
  ['an address to which TCP has no way', async () => tcp('255.255.255.255', 1), 'cannot connect; the request passes (101: Network is unreachable)'],
  ['a socket that does not exist', async () => 'sigsci_agent_host unix:FOLDER/nobody.sock;', 'cannot connect; the request passes (2: No such file or directory)'],
] as const) {
  on(gone, what)(`${what} costs each request one line that says why`, async () => {
    await withAgentAt(await address(), 'sigsci_agent_timeout 60000;', async (port, nginx) => {
      for (let count = 1; count <= 3; count++) {
        assert.is((await send(port, '/')).body, 'the page');
        const lines = await eventually('a line', () => troubles(nginx).length >= count && troubles(nginx));
        assert.is(lines.length, count, lines.join('\n'));
        assert.ok(lines.at(-1)?.includes(reason), lines.at(-1));
      }
    });
  });
}

gone.run();
