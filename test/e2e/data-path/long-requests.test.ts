/** Requests that take long, are large, or are many at once: nothing is lost and nothing passes uninspected. */
import * as assert from 'uvu/assert';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InsideResponse } from '../../../ci/lab/backend.ts';
import { controllerAddress, controllerPodNames } from '../../../ci/scenario/release.ts';
import { accounts } from '../../doubles/agent/accounts.ts';
import type { AgentLine } from '../../doubles/agent/record.ts';
import { whenDoubles } from '../../support/judged.ts';
import { long } from '../../support/long.ts';
import { suite } from '../../support/suite.ts';
import { openSite } from './support/site.ts';
import { steady } from './support/streams.ts';
import { nothingLost } from './support/verdict.ts';

/** The short form makes the agent forget early; the long one waits as long as its default says. */
const forgets = long ? { words: [], seconds: 12 } : { words: ['agent.config.context-expiration=2s'], seconds: 4 };
/** Only a request with a signal has a second half that the agent waits for; this one passes with one. */
const late = JSON.stringify([{ tag: 'LATE', pattern: '[?&]wait=', in: ['uri'], code: 200 }]).replaceAll(',', '\\,');
const base = ['controller.config.proxy-body-size=8m', 'agent.extraEnvs[0].name=DOUBLE_RULES', `agent.extraEnvs[0].value=${late}`, ...forgets.words];

const site = await openSite('long-requests', base);
const requests = suite('long requests');
requests.after(() => site.remove());

whenDoubles(requests, "a rule of the agent double's marks the slow requests")('a backend that answers after the agent has forgotten the request', async () => {
  const slow = { share: 0.1, milliseconds: forgets.seconds * 1000 };
  const streams = steady.map((stream) => (stream.kind === 'websocket' ? stream : { ...stream, slow }));
  const row = { id: 'slow-backend', event: 'the backend answers after context-expiration' };
  const measured = await site.underLoad(row, () => sleep(15_000), { streams, tail: forgets.seconds + 1 });
  nothingLost(measured);

  const lines = measured.seen as readonly AgentLine[];
  const slowLines = lines.filter(({ call, tags }) => call === 'PreRequest' && tags?.includes('LATE'));
  const { neverCame, elsewhere, forgotten, strays } = accounts(lines);
  const ids = (these: readonly AgentLine[]): string[] => these.map(({ requestId = '' }) => requestId).sort();
  assert.ok(slowLines.length > 50, `only ${slowLines.length} slow requests were seen`);
  assert.equal(ids(forgotten.map(({ request }) => request)), ids(slowLines.filter(({ verdict }) => verdict === 'tagged')), 'the second halves that match nothing are those of the slow answers');
  assert.equal([neverCame, elsewhere, strays].map(({ length }) => length), [0, 0, 0], 'second halves that never came, came elsewhere, belong to nothing');
  // The agent looks through what it keeps every 10 s, so the last ones are told later.
  const unfinished = new Set(ids(lines.filter(({ event }) => event === 'unfinished')));
  assert.ok(unfinished.size > 0, 'the agent says of none that it was unfinished');
  assert.equal([...unfinished].filter((id) => !ids(slowLines).includes(id)), [], 'the agent gave up a request that was not slow');
});

requests('large uploads', async () => {
  const url = `http://${await controllerAddress(site.lab, site.release)}/upload`;
  const form = { host: site.host, 'content-type': 'application/x-www-form-urlencoded' };
  const post = (body: string): Promise<InsideResponse> => site.lab.requestFromInside({ url, method: 'POST', headers: form, body, timeout: 30_000 });
  const attack = (bytes: number): string => 'q=../../etc/passwd&rest='.padEnd(bytes, 'a');
  const uploads = [5_000_000, 99_999, 100_000, 100_001].map((bodyBytes) => ({ name: `${bodyBytes} bytes`, kind: 'new' as const, rate: bodyBytes > 1e6 ? 2 : 4, bodyBytes }));
  const measured = await site.underLoad({ id: 'large-uploads', event: 'uploads of 5 MB and around the limit of inspected bodies' }, async () => {
    const bodies = { inspected: attack(100_000), longer: attack(100_001), allowed: 'a'.repeat(8 * 1024 ** 2), refused: 'a'.repeat(8 * 1024 ** 2 + 1) };
    const answers: Record<string, InsideResponse> = {};
    for (const [name, body] of Object.entries(bodies)) answers[name] = await post(body);
    await sleep(10_000);
    return answers;
  }, { streams: [...steady, ...uploads] });
  nothingLost(measured);

  const { inspected, longer, allowed, refused } = measured.result;
  const bytes = (answer?: InsideResponse): number => (JSON.parse(answer?.body ?? '{}') as { bytes: number }).bytes;
  assert.is(inspected?.status, 406, 'an attack in a body of 100,000 bytes is blocked');
  assert.is(longer?.status, 200, 'one byte more, and the module shows the agent no body: a documented bypass');
  assert.is(bytes(longer), 100_001);
  assert.is(allowed?.status, 200, 'a body of proxy-body-size');
  assert.is(bytes(allowed), 8 * 1024 ** 2);
  assert.is(refused?.status, 413, 'a body over proxy-body-size');
  const large = measured.outcomes.filter(({ stream, status }) => stream === '5000000 bytes' && status === 200);
  assert.ok(large.length > 20, `only ${large.length} uploads of 5 MB`);
});

requests('1,000 open connections', async () => {
  const many = { name: 'open', kind: 'kept' as const, connections: 1000, rate: 100, attacks: 0.05 };
  const measured = await site.underLoad({ id: 'open-connections', event: '1,000 open connections' }, async () => {
    await sleep(long ? 120_000 : 15_000);
    return openConnections();
  }, { streams: [...steady, many] });
  nothingLost(measured);
  assert.ok(measured.result >= 1000, `only ${measured.result} connections were open`);
  const sent = measured.outcomes.filter(({ stream }) => stream === 'open').length;
  assert.ok(sent > 1500, `only ${sent} requests went over them`);
});

/** Established connections to nginx' port 80 over all controller pods; 0050 is the port and 01 the state, see proc(5). */
async function openConnections(): Promise<number> {
  const pods = await controllerPodNames(site.lab, site.release);
  const tables = await Promise.all(pods.map((pod) => site.kubectl('exec', pod, '--container', 'controller', '--', 'cat', '/proc/net/tcp')));
  return tables.join('').split('\n').filter((line) => /^\s*\d+: [0-9A-F]{8}:0050 [0-9A-F:]{13} 01 /.test(line)).length;
}

requests.run();
