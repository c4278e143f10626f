/** SSL passthrough: what goes by the agent is its own hosts alone, and all others keep their clients' addresses only when nginx is told to read them. */
import * as assert from 'uvu/assert';
import { clusterAddress, inLab } from '../../../ci/scenario/cluster.ts';
import { requireDoubles } from '../../support/judged.ts';
import { suite } from '../../support/suite.ts';
import { clientPod, get, settled } from './support/raw-client.ts';
import type { RawAnswer } from './support/raw-client.ts';
import { openSite } from './support/site.ts';
import { deployTlsApplication } from './support/tls-application.ts';
import { nothingLost } from './support/verdict.ts';

requireDoubles('passthrough', "the agent double's record tells which requests it was asked about, and for whom");

const site = await openSite('passthrough');
const passthrough = suite('SSL passthrough');
passthrough.after(() => site.remove());

const hidden = `secret.${site.namespace}.example`;
await deployTlsApplication(site, hidden);
const client = await clientPod(site, 'client');
// Within the cluster no node speaks in the client's name.
const address = await clusterAddress(site.lab, site.namespace, `${site.release.name}-controller`);
const attack = '&q=../../etc/passwd';
const on = ['controller.extraArgs.enable-ssl-passthrough=true'];
const told = [...on, 'controller.config.enable-real-ip=true', 'controller.config.forwarded-for-header=proxy_protocol', 'controller.config.proxy-real-ip-cidr=127.0.0.1/32'];

async function sendTls(host: string, target: string): Promise<RawAnswer> {
  const [answer] = await client.send([{ address, tlsFor: host, parts: [get(host, target)] }]);
  return answer!;
}

/** What the application behind says of a request that reached it. */
function reached({ status, body }: RawAnswer): { agentResponse?: string; endsTls?: boolean; realAddress?: string } {
  return status === 200 ? JSON.parse(body) : {};
}

/** Waits until every controller answers a host's TLS as it should. */
function untilServed(host: string, suits: (answer: RawAnswer) => boolean): Promise<void> {
  return settled(client, { address, tlsFor: host, parts: [get(host, '/settled')] }, suits);
}

passthrough('its hosts go past every agent, and the notes of the release say so', async () => {
  const measured = await site.underLoad({ id: 'bypass-passthrough', event: 'SSL passthrough is switched on, and its host attacked' }, async () => {
    await site.upgrade(told);
    await untilServed(hidden, (answer) => reached(answer).endsTls === true);
    return { passed: reached(await sendTls(hidden, `/?passed${attack}`)), other: (await sendTls(site.host, `/?other${attack}`)).status };
  });
  nothingLost(measured);
  assert.equal(measured.result, { passed: { agentResponse: '', endsTls: true }, other: 406 });
  assert.equal(['/?passed', '/?other'].map((target) => measured.seen.some(({ uri = '' }) => uri.startsWith(target))), [false, true]);
  assert.match(await inLab(site.lab, ['helm', 'get', 'notes', site.release.name, '--namespace', site.namespace]), /enable-ssl-passthrough is on: .*no WAF sees them/);
});

passthrough('every other TLS client is 127.0.0.1 to the WAF, until nginx reads the address from the controller', async () => {
  const measured = await site.underLoad({ id: 'passthrough-addresses', event: 'nginx is told to read the address from the controller' }, async () => {
    const seenAs = async (mark: string): Promise<string | undefined> => reached(await sendTls(site.host, `/${mark}`)).realAddress;
    await site.upgrade(on);
    await untilServed(site.host, (answer) => reached(answer).realAddress === '127.0.0.1');
    const untold = await seenAs('untold');
    await site.upgrade(told);
    await untilServed(site.host, (answer) => reached(answer).realAddress === client.address);
    return { untold, told: await seenAs('told') };
  });
  nothingLost(measured);
  assert.equal(measured.result, { untold: '127.0.0.1', told: client.address });
  const agents = ['/untold', '/told'].map((mark) => measured.seen.find(({ call, uri }) => call === 'PreRequest' && uri === mark)?.remoteAddress);
  assert.equal(agents, ['127.0.0.1', client.address]);
});

passthrough.run();
