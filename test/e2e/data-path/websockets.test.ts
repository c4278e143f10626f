/** Websockets: through a rollout they live as long as they may, and what their messages carry is inspected on demand. */
import * as assert from 'uvu/assert';
import type { SocketLife } from '../../../ci/lab/inside/load/outcome.ts';
import type { Measured } from '../../../ci/load/measure.ts';
import { loadTarget } from '../../../ci/load/target.ts';
import { getJson } from '../../../ci/scenario/cluster.ts';
import type { AgentLine } from '../../doubles/agent/record.ts';
import { whenDoubles } from '../../support/judged.ts';
import { suite } from '../../support/suite.ts';
import { clientPod, settled } from './support/raw-client.ts';
import type { RawAnswer } from './support/raw-client.ts';
import { podNames } from './support/pods.ts';
import { openSite } from './support/site.ts';
import { steady } from './support/streams.ts';
import { nothingLost } from './support/verdict.ts';

/** Seconds: controller.shutdownGracePeriod by default, then worker-shutdown-timeout, both counted from the pod's SIGTERM. */
const grace = 10;
const workers = 15;
const timeout = `controller.config.worker-shutdown-timeout=${workers}s`;

/** So many websockets that each of two pods holds some, however they fall. */
const withSockets = [...steady.filter(({ kind }) => kind !== 'websocket'), { name: 'websocket', kind: 'websocket' as const, connections: 16, rate: 16 }];

const site = await openSite('websockets', [timeout]);
const websockets = suite('websockets');
websockets.after(() => site.remove());

interface Killing {
  readonly lastTimestamp: string;
  readonly involvedObject: { readonly name: string; readonly fieldPath?: string };
}

/** When the kubelet began to stop each pod's controller, to the second below; milliseconds since the epoch. */
async function stopTimes(): Promise<Map<string, number>> {
  const { items } = await getJson<{ items: Killing[] }>(site.lab, ['events', '--namespace', site.namespace, '--field-selector', 'reason=Killing']);
  const controllers = items.filter(({ involvedObject }) => involvedObject.fieldPath === 'spec.containers{controller}');
  return new Map(controllers.map(({ involvedObject, lastTimestamp }) => [involvedObject.name, Date.parse(lastTimestamp)]));
}

/** The pod of each socket is the one whose agent was asked about its upgrade. */
function podOf({ seen }: Measured<unknown>, { socket }: SocketLife): string {
  const line = (seen as readonly AgentLine[]).find(({ call, uri = '' }) => call === 'PreRequest' && new RegExp(`[?&]number=${socket}(&|$)`).test(uri));
  return line?.hostname ?? '';
}

/** Seconds from the SIGTERM of a socket's pod to its end, of the sockets of pods that were stopped. */
function livedOn(measured: Measured<Map<string, number>>): { readonly seconds: number; readonly life: SocketLife }[] {
  return measured.sockets.flatMap((life) => {
    const stopped = measured.result.get(podOf(measured, life));
    return stopped === undefined ? [] : [{ seconds: (life.started + life.took - stopped) / 1000, life }];
  });
}

whenDoubles(websockets, "the record of the agent double's tells which pod a socket met")('a rollout closes them when worker-shutdown-timeout is over, and not before', async () => {
  const measured = await site.underLoad({ id: 'websockets-rollout', event: `rollout with websockets, worker-shutdown-timeout ${workers}s` }, async () => {
    await site.kubectl('delete', 'events', '--all');
    await site.upgrade([timeout, 'controller.podAnnotations.rollout=again']);
    return stopTimes();
  }, {
    streams: withSockets,
    tail: grace + workers + 8,
    figures: (all) => {
      const seconds = livedOn(all as Measured<Map<string, number>>).map((one) => one.seconds);
      return { 'first websocket closed after': Math.min(...seconds), 'last websocket closed after': Math.max(...seconds) };
    },
  });
  nothingLost(measured);

  const old = livedOn(measured);
  assert.is(measured.result.size, 2, 'pods that were replaced');
  assert.ok(old.length >= 8, `only ${old.length} websockets were open to the old pods`);
  assert.equal(old.filter(({ life }) => life.ours), [], 'websockets of old pods that outlived them');
  assert.equal(old.filter(({ seconds }) => seconds < grace), [], 'websockets closed before nginx was told to stop');
  assert.equal(old.filter(({ seconds }) => seconds > grace + workers + 5), [], 'websockets that were not closed in time');
  const { sockets } = measured.account;
  assert.is(sockets.unanswered, 0, 'messages without an echo');
  assert.is(sockets.closedByServer, old.length, 'no other websocket was closed by the server');
});

whenDoubles(websockets, "the record of the agent double's tells which pod a socket met")('the shortest grace period that the chart accepts lets a pod end its websockets and its agent last', async () => {
  // The two above, 10 s of post-shutdown-grace-period, 2 s of the agent, and one that is left.
  const least = grace + workers + 10 + 2 + 1;
  const ending = (seconds: number): string[] => [timeout, `controller.terminationGracePeriodSeconds=${seconds}`];
  await site.upgrade(ending(least - 1)).then(() => assert.unreachable('a second less is refused'), (error: Error) => assert.match(error.message, 'shutdown-fits-grace-period'));
  await site.upgrade(ending(least));
  const [pod = ''] = await podNames(site, 'controller');
  const event = `kubectl delete pod with websockets and terminationGracePeriodSeconds ${least}, the least for worker-shutdown-timeout ${workers}s`;
  const measured = await site.underLoad({ id: 'shutdown-edge', event }, async () => {
    await site.kubectl('delete', 'events', '--all');
    await site.kubectl('delete', 'pod', pod);
    return stopTimes();
  }, { streams: withSockets, figures: (all) => ({ 'last websocket closed after': Math.max(...livedOn(all as Measured<Map<string, number>>).map(({ seconds }) => seconds)) }) });
  nothingLost(measured);

  const old = livedOn(measured);
  assert.ok(old.length > 0, 'no websocket was open to the pod');
  assert.equal(old.filter(({ life, seconds }) => life.ours || seconds < grace), [], 'websockets that nginx did not end');
  assert.is(measured.account.sockets.unanswered, 0, 'messages without an echo');
});

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${site.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16, 7).toString('base64')}\r\n\r\n`;

/** A text message of at most 125 bytes as RFC 6455 frames it, with the mask 0, which changes nothing. */
const message = (text: string): string => `\x81${String.fromCharCode(0x80 | text.length)}\0\0\0\0${text}`;

whenDoubles(websockets, 'what the module does with messages is not published')('an attack in a message passes unseen unless sigsci_websocket_enabled is on', async () => {
  const { address } = await loadTarget(site.lab, site.release, site.host);
  const client = await clientPod(site, 'websocket-client');
  const say = (text: string) => ({ address, parts: [upgrade('/chat'), message(text)], patience: 4000 });
  const attack = 'q=../../etc/passwd';
  const talk = (): Promise<RawAnswer[]> => client.send([say('good morning'), say(attack)]);

  const measured = await site.underLoad({ id: 'websocket-messages', event: 'sigsci_websocket_enabled switched on, attacks in messages' }, async () => {
    const off = await talk();
    await site.upgrade([timeout, 'module.directives.sigsci_websocket_enabled=on']);
    await settled(client, say(attack), ({ closed }) => closed);
    return { off, on: await talk() };
  });
  nothingLost(measured);

  const heard = (answers: readonly RawAnswer[]): object[] => answers.map(({ status, text, closed }, index) => ({ status, echoed: text.includes(index === 0 ? 'good morning' : attack), closed }));
  const open = { status: 101, echoed: true, closed: false };
  assert.equal(heard(measured.result.off), [open, open], 'without the directive both pass');
  assert.equal(heard(measured.result.on), [open, { status: 101, echoed: false, closed: true }], 'with it the attack closes its connection');
});

websockets.run();
