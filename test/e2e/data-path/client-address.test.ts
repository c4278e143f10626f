/** Whose address the agent is told: the connection's, unless a trusted proxy says otherwise. */
import * as assert from 'uvu/assert';
import { openOutside } from '../../../ci/lab/bare/outside.ts';
import { knownPlace } from '../../../ci/lab/bare/known-labs.ts';
import { settingOf } from '../../../ci/lab/setting.ts';
import { clusterAddress, inLab } from '../../../ci/scenario/cluster.ts';
import { controllerAddress, controllerPodNames } from '../../../ci/scenario/release.ts';
import { readRecord } from '../../doubles/agent/read-record.ts';
import { requireDoubles } from '../../support/judged.ts';
import { labName } from '../../support/lab.ts';
import { skip } from '../../support/skip.ts';
import { suite } from '../../support/suite.ts';
import { clientPod, get, rawClient, settled } from './support/raw-client.ts';
import type { RawAnswer, RawClient } from './support/raw-client.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

requireDoubles('client-address', "the agent double's record tells the address that the module sent");

const site = await openSite('client-address');
const addresses = suite('client addresses');
addresses.after(() => site.remove());

const trusted = await clientPod(site, 'trusted-proxy');
const stranger = await clientPod(site, 'stranger');
const clusterIP = await clusterAddress(site.lab, site.namespace, `${site.release.name}-controller`);

/** What a client may claim about itself: none of these addresses is anybody's. */
const claims = { 'X-Forwarded-For': '203.0.113.250', 'X-Real-IP': '203.0.113.251', Forwarded: 'for=203.0.113.252', 'True-Client-IP': '203.0.113.253' };

/** Sends a GET to `/MARK` behind what `before` says and tells what the application and the agent were told of its client. */
async function toldOf(client: RawClient, mark: string, { address = clusterIP, headers = {}, before = '' }: { address?: string; headers?: Readonly<Record<string, string>>; before?: string }) {
  const [answer] = await client.send([{ address, parts: [before + get(site.host, `/${mark}`, headers)] }]);
  return { status: answer?.status, application: realAddress(answer), agent: await seenBy(mark) };
}

/** The application's X-Real-IP. */
function realAddress(answer: RawAnswer | undefined): string | undefined {
  return answer?.status === 200 ? (JSON.parse(answer.body) as { realAddress: string }).realAddress : undefined;
}

/** The address that the agents' records have for the request; its line is written before its answer. */
async function seenBy(mark: string): Promise<string | undefined> {
  const pods = await controllerPodNames(site.lab, site.release);
  const logs = await Promise.all(pods.map((pod) => site.kubectl('logs', pod, '--container', 'sigsci-agent')));
  return logs.flatMap(readRecord).findLast(({ call, uri }) => call === 'PreRequest' && uri === `/${mark}`)?.remoteAddress;
}

/** Waits until every nginx works with a new configuration: the application is told `expected`. */
function untilToldOf(client: RawClient, expected: string, text: string, address = clusterIP): Promise<void> {
  return settled(client, { address, parts: [text] }, (answer) => realAddress(answer) === expected);
}

const of = (address: string): object => ({ status: 200, application: address, agent: address });

addresses('by default no header changes it', async () => {
  const measured = await site.underLoad({ id: 'spoofed-headers', event: 'headers that claim another client address, by default' }, () => toldOf(stranger, 'spoofed', { headers: claims }), { tail: 8 });
  nothingLost(measured);
  assert.equal(measured.result, of(stranger.address));
});

addresses('use-forwarded-headers: the header of a trusted address counts, of another one not', async () => {
  const measured = await site.underLoad({ id: 'forwarded-headers', event: 'use-forwarded-headers with one trusted address switched on' }, async () => {
    await site.upgrade(['controller.config.use-forwarded-headers=true', `controller.config.proxy-real-ip-cidr=${trusted.address}/32`]);
    const chain = { 'X-Forwarded-For': '203.0.113.249, 198.51.100.77' };
    await untilToldOf(trusted, '198.51.100.77', get(site.host, '/wait', chain));
    return {
      trusted: await toldOf(trusted, 'trusted', { headers: { ...claims, 'X-Forwarded-For': '198.51.100.77' } }),
      chain: await toldOf(trusted, 'chain', { headers: chain }),
      bare: await toldOf(trusted, 'bare', {}),
      stranger: await toldOf(stranger, 'untrusted', { headers: claims }),
    };
  });
  nothingLost(measured);
  // The last entry of the chain is the trusted proxy's own word, those before it the client's.
  assert.equal(measured.result, { trusted: of('198.51.100.77'), chain: of('198.51.100.77'), bare: of(trusted.address), stranger: of(stranger.address) });
});

addresses('use-proxy-protocol: the line of a trusted address counts, and a connection without one is refused', async () => {
  await site.upgrade(['controller.config.use-proxy-protocol=true', `controller.config.proxy-real-ip-cidr=${trusted.address}/32`]);
  const before = 'PROXY TCP4 198.51.100.88 192.0.2.1 40000 80\r\n';
  await untilToldOf(trusted, '198.51.100.88', before + get(site.host, '/wait'));
  assert.equal(await toldOf(trusted, 'line', { before, headers: claims }), of('198.51.100.88'));
  assert.equal(await toldOf(stranger, 'untrusted-line', { before, headers: claims }), of(stranger.address));
  assert.equal(await toldOf(trusted, 'no-line', {}), { status: 0, application: undefined, agent: undefined });
  await site.upgrade();
  await untilToldOf(trusted, trusted.address, get(site.host, '/wait'));
});

/** A client one hop away from the node; only the bare lab can have one. */
async function withOutside(title: string, use: (client: RawClient) => Promise<void>): Promise<void> {
  if (settingOf(process.env).backend !== 'bare') return skip(`${title}: needs a client outside the node, which only the bare lab has`);
  const outside = await openOutside(await knownPlace(labName));
  try {
    await use(rawClient(outside.address, (words, input) => outside.exec([process.execPath, ...words], input)));
  } finally {
    await outside.remove();
  }
}

addresses('externalTrafficPolicy Local keeps the address of a client outside, Cluster gives the node\'s', () => withOutside('externalTrafficPolicy', async (client) => {
  const address = await controllerAddress(site.lab, site.release);
  const measured = await site.underLoad({ id: 'external-traffic-policy', event: 'externalTrafficPolicy from Cluster to Local' }, async () => {
    const cluster = await toldOf(client, 'cluster', { address, headers: claims });
    await site.upgrade(['controller.service.externalTrafficPolicy=Local']);
    await untilToldOf(client, client.address, get(site.host, '/wait'), address);
    return { cluster, local: await toldOf(client, 'local', { address, headers: claims }) };
  });
  nothingLost(measured);
  assert.equal(measured.result, { cluster: of(await nodeTowardsPods()), local: of(client.address) });
}));

/** The node's own address on the network of its pods, the first of their range. */
async function nodeTowardsPods(): Promise<string> {
  const range = await inLab(site.lab, ['kubectl', 'get', 'nodes', '--output', 'jsonpath={.items[0].spec.podCIDR}']);
  return range.replace(/\.\d+\/\d+$/, '.1');
}

addresses.run();
