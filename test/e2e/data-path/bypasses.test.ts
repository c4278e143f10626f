/** What passes without the agent is exactly what the docs name, and no trick of a client is among it. */
import * as assert from 'uvu/assert';
import type { SeenLine } from '../../../ci/load/account.ts';
import { loadTarget } from '../../../ci/load/target.ts';
import { apply, inLab } from '../../../ci/scenario/cluster.ts';
import { requireDoubles } from '../../support/judged.ts';
import { suite } from '../../support/suite.ts';
import { clientPod, get, settled } from './support/raw-client.ts';
import type { RawAnswer } from './support/raw-client.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

requireDoubles('bypasses', "the agent double's record tells which requests it was asked about");

// Without the webhook, which would refuse the annotation of the second test before a controller could.
const site = await openSite('bypasses', ['controller.admissionWebhooks.enabled=false']);
const { host } = site;
const bypasses = suite('bypasses');
bypasses.after(() => site.remove());

await apply(site.lab, ingress('off', '/off', 'sigsci_enabled off;'));
const client = await clientPod(site, 'client');
const { address } = await loadTarget(site.lab, site.release, host);
const attack = '&q=../../etc/passwd';

async function send(text: string): Promise<RawAnswer> {
  const [answer] = await client.send([{ address, parts: [text] }]);
  return answer!;
}

/** Whether an agent was asked about a request whose target holds this text. */
function wasSeen(seen: readonly SeenLine[], text: string): boolean {
  return seen.some(({ call, uri = '' }) => call === 'PreRequest' && uri.includes(text));
}

/** The WAF's verdict as it reached the application; undefined when nothing reached it. */
function verdictAt({ status, body }: RawAnswer): string | undefined {
  return status === 200 ? (JSON.parse(body) as { agentResponse: string }).agentResponse : undefined;
}

bypasses('`return` in a server-snippet is nginx\'s own answer, and no agent is asked', async () => {
  const measured = await site.underLoad({ id: 'bypass-return', event: 'server-snippet with a return of its own' }, async () => {
    await site.upgrade(['controller.config.server-snippet=if ($uri = /returned) { return 204; }']);
    await settled(client, { address, parts: [get(host, '/returned')] }, ({ status }) => status === 204);
    return [await send(get(host, `/returned?settled${attack}`)), await send(get(host, `/served?settled${attack}`))];
  });
  nothingLost(measured);
  assert.equal(measured.result.map(({ status }) => status), [204, 406]);
  assert.equal(['/returned?settled', '/served?settled'].map((target) => wasSeen(measured.seen, target)), [false, true]);
});

bypasses('`sigsci_enabled off` in a configuration-snippet opens one path, and only where such annotations are allowed', async () => {
  const switches = { allowed: ['controller.allowSnippetAnnotations=true', 'controller.config.annotations-risk-level=Critical'], refused: [] };
  const probe = async (name: string): Promise<(string | number | undefined)[]> => {
    const answers = await Promise.all([send(get(host, `/off?${name}${attack}`)), send(get(host, `/other?${name}${attack}`)), send(get(host, `/other?${name}`))]);
    return answers.map((answer) => verdictAt(answer) ?? answer.status);
  };
  const measured = await site.underLoad({ id: 'bypass-disabled-location', event: 'sigsci_enabled off by annotation, allowed and refused again' }, async () => {
    const refusedFirst = await probe('refused-first');
    await site.upgrade(switches.allowed);
    await settled(client, { address, parts: [get(host, '/off')] }, (answer) => verdictAt(answer) === '');
    const allowed = await probe('allowed');
    await site.upgrade(switches.refused);
    await settled(client, { address, parts: [get(host, '/off')] }, (answer) => verdictAt(answer) === '200');
    return { refusedFirst, allowed, refused: await probe('refused') };
  });
  nothingLost(measured);
  const inspected = [406, 406, '200'];
  assert.equal(measured.result, { refusedFirst: inspected, allowed: ['', 406, '200'], refused: inspected });
  assert.equal(['/off?allowed', '/other?allowed', '/off?refused'].map((target) => wasSeen(measured.seen, target)), [false, true, true]);
});

bypasses('a TCP service leads past every agent, and the notes of the release say so', async () => {
  const port = 9000;
  const measured = await site.underLoad({ id: 'bypass-tcp', event: 'a TCP service is added, and attacked' }, async () => {
    await site.upgrade([`tcp.${port}=${site.namespace}/example-application:80`]);
    const by = (name: string): { address: string; port: number; parts: string[] } => ({ address, port, parts: [get(host, `/tcp?${name}${attack}`)] });
    await settled(client, by('opening'), ({ status }) => status === 200);
    const [streamed] = await client.send([by('streamed')]);
    return { streamed: verdictAt(streamed!), inspected: (await send(get(host, `/tcp?inspected${attack}`))).status };
  });
  nothingLost(measured);
  assert.equal(measured.result, { streamed: '', inspected: 406 });
  assert.equal(['/tcp?streamed', '/tcp?inspected'].map((target) => wasSeen(measured.seen, target)), [false, true]);
  assert.match(await inLab(site.lab, ['helm', 'get', 'notes', site.release.name, '--namespace', site.namespace]), /tcp/i);
  await site.upgrade();
});

function ingress(name: string, path: string, snippet: string): string {
  const backend = { service: { name: 'example-application', port: { name: 'http' } } };
  const annotations = { 'nginx.ingress.kubernetes.io/configuration-snippet': snippet };
  const rule = { host, http: { paths: [{ path, pathType: 'Prefix', backend }] } };
  return JSON.stringify({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, namespace: site.namespace, annotations }, spec: { ingressClassName: site.namespace, rules: [rule] } });
}

/** The text of a request for a target whose query has the number, and in its second form an attack as well. */
type Trick = (query: string) => string;
/** Of the harmless request and of the attack. */
type Statuses = readonly [number, number];

const passes: Statuses = [200, 406];
const close = `Host: ${host}\r\nConnection: close\r\n`;
const post = (query: string, headers: string, body: string): string => `POST /?${query} HTTP/1.1\r\n${close}${headers}\r\n${body}`;
const withHeaders = (headers: Readonly<Record<string, string>>): Trick => (query) => get(host, `/?${query}`, headers);

const tricks: Readonly<Record<string, readonly [Trick, Statuses]>> = {
  'an ordinary request': [(query) => get(host, `/?${query}`), passes],
  'two slashes': [(query) => get(host, `//?${query}`), passes],
  'a path with /./': [(query) => get(host, `/./a/./?${query}`), passes],
  'encoded dots, an attack by themselves': [(query) => get(host, `/a/%2e%2e/?${query}`), [406, 406]],
  'dots above the root': [(query) => get(host, `/%2e%2e/?${query}`), [400, 400]],
  'an encoded slash': [(query) => get(host, `/a%2Fb?${query}`), passes],
  'percent codes in capitals': [(query) => get(host, `/%61?${query.replace('../../etc/', '%2E%2E%2F%2E%2E%2F%65%74%63%2F')}`), passes],
  'percent codes twice': [(query) => get(host, `/?${query.replace('../../etc/', '%252E%252E%252Fetc%252F')}`), passes],
  'HTTP/1.0': [(query) => `GET /?${query} HTTP/1.0\r\nHost: ${host}\r\n\r\n`, passes],
  'HTTP/1.0 without Host': [(query) => `GET /?${query} HTTP/1.0\r\n\r\n`, [404, 406]],
  'HTTP/1.1 without Host': [(query) => `GET /?${query} HTTP/1.1\r\nConnection: close\r\n\r\n`, [400, 400]],
  'two Hosts': [(query) => `GET /?${query} HTTP/1.1\r\n${close}Host: other.example\r\n\r\n`, [400, 400]],
  'a whole URI': [(query) => `GET http://${host}/?${query} HTTP/1.1\r\n${close}\r\n`, passes],
  'a whole URI and another Host': [(query) => `GET http://${host}/?${query} HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n`, passes],
  'Host in capitals with a port': [(query) => get(`${host.toUpperCase()}:80`, `/?${query}`), passes],
  'lines without a carriage return': [(query) => `GET /?${query} HTTP/1.1\nHost: ${host}\nConnection: close\n\n`, passes],
  'a method that few know': [(query) => `PROPFIND /?${query} HTTP/1.1\r\n${close}\r\n`, passes],
  "the WAF's own headers": [withHeaders({ 'X-SigSci-AgentResponse': '200', 'X-SigSci-RequestID': 'forged', 'X-SigSci-Tags': 'none' }), passes],
  'headers about where it comes from': [withHeaders({ 'X-Forwarded-For': '127.0.0.1', 'X-Forwarded-Host': 'localhost', 'X-Real-IP': '127.0.0.1', Forwarded: 'for=127.0.0.1' }), passes],
  'headers about where it leads to': [withHeaders({ 'X-Original-URL': '/', 'X-Rewrite-URL': '/', 'X-HTTP-Method-Override': 'HEAD' }), passes],
  'an upgrade to another protocol': [withHeaders({ Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' }), [400, 406]],
  'a chunked body': [(query) => post(query, 'Transfer-Encoding: chunked\r\n', '3\r\na=1\r\n0\r\n\r\n'), passes],
  'a length and chunks': [(query) => post(query, 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), [400, 400]],
  'a body after a pause': [(query) => post(query, 'Content-Length: 3\r\nExpect: 100-continue\r\n', 'a=1'), passes],
  'a second request behind the first': [(query) => `GET /first HTTP/1.1\r\nHost: ${host}\r\n\r\n${get(host, `/?${query}`)}`, passes],
};

bypasses('no trick of a client passes the agent', async () => {
  const sent = Object.entries(tricks).flatMap(([name, [trick, statuses]], index) =>
    ['', attack].map((suffix, kind) => ({ name: `${name}${suffix && ', with an attack'}`, number: 2 * index + kind, attack: kind === 1, text: trick(`run=tricks&number=${2 * index + kind}&end${suffix}`), expected: statuses[kind] })));
  const measured = await site.underLoad({ id: 'bypass-tricks', event: 'requests that try to pass the agent' }, () => client.send(sent.map(({ text }) => ({ address, parts: [text] }))), { tail: 10 });
  nothingLost(measured);

  const statuses = measured.result.map(({ text }) => Number([...text.matchAll(/^HTTP\/1\.1 (\d{3}) (?!Continue)/gm)].at(-1)?.[1] ?? 0));
  assert.equal(sent.map(({ name }, index) => `${name}: ${statuses[index]}`), sent.map(({ name, expected }) => `${name}: ${expected}`));
  const reached = await reachedNumbers();
  assert.ok(reached.size >= 18, `only ${reached.size} of the requests reached the application`);
  assert.equal(sent.filter(({ number, attack: bad }) => bad && reached.has(number)).map(({ name }) => name), [], 'attacks at the application');
  assert.equal(sent.filter(({ number }) => reached.has(number) && !wasSeen(measured.seen, `run=tricks&number=${number}&end`)).map(({ name }) => name), [], 'at the application without the agent');
  const forged = measured.result[sent.findIndex(({ name }) => name === "the WAF's own headers")]!;
  const { requestId, tags } = JSON.parse(forged.body) as { requestId: string; tags: string };
  assert.equal([requestId, tags], ['', ''], "the client's word about the WAF at the application");
});

/** The numbered tricks that the application wrote down. */
async function reachedNumbers(): Promise<Set<number>> {
  const log = await site.kubectl('logs', 'deployment/example-application');
  const lines = log.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { run?: string; number?: string });
  return new Set(lines.filter(({ run }) => run === 'tricks').map(({ number }) => Number(number)));
}

bypasses.run();
