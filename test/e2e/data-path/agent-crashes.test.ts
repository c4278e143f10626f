/** Agents whose process dies, under load: their pods are not Ready, so that new connections go elsewhere; what is open goes on unseen. */
import * as assert from 'uvu/assert';
import type { Measured } from '../../../ci/load/measure.ts';
import { secondsOver } from '../../../ci/load/span.ts';
import { requestThrough } from '../../../ci/scenario/release.ts';
import { until } from '../../../ci/scenario/until.ts';
import { requireDoubles } from '../../support/judged.ts';
import { long } from '../../support/long.ts';
import { suite } from '../../support/suite.ts';
import { commandAgent } from './support/agent-command.ts';
import { stayedReady, watchPods } from './support/pod-watch.ts';
import { podNames } from './support/pods.ts';
import type { PodWatch } from './support/pod-watch.ts';
import { openSite } from './support/site.ts';
import { askedAbout, gapKinds, gapSeconds, rounded, uninspected } from './support/uninspected.ts';
import { uninspectedWithin } from './support/verdict.ts';

requireDoubles('agents that crash', 'it asks the agent double to crash');

const site = await openSite('agent-crashes');
const crashes = suite('agents that crash under load');
crashes.after(() => site.remove());

/** Streams that open a connection for each request. */
const newStreams = ['new', 'new TLS', 'POST'];

/** Crashes the agent of a pod; over when the pod is Ready again. Times are milliseconds since the epoch. */
async function crash(pod: string, watch: PodWatch): Promise<{ began: number; gone: number; back: number }> {
  const began = Date.now();
  await commandAgent(site, pod, 'crash');
  const { at: gone } = await watch.first(pod, began, false);
  const { at: back } = await watch.first(pod, gone, true, 180);
  return { began, gone, back };
}

/** The kubelet restarts it at once, then after 10 s, 20 s and so on, up to 5 min; a quiet 10 min start again from the beginning. */
for (const [index, time] of ['first', 'second', ...(long ? ['third'] : [])].entries()) {
  crashes(`an agent is killed for the ${time} time: what is open goes on unseen, new connections go to the other pod`, async () => {
    const [pod = '', other = ''] = (await podNames(site, 'controller')).sort();
    const watch = watchPods(site, 'controller');
    const measured = await site.underLoad(
      { id: `agent-killed-${time}`, event: `the agent of one pod is killed for the ${time} time` },
      () => crash(pod, watch),
      { figures: (all) => figures(all as Measured<Awaited<ReturnType<typeof crash>>>) },
    );
    await watch.stop();
    const { account } = measured;
    assert.equal(account.failures, {});
    assert.equal(account.sockets.closedByServer, 0, 'websockets stay open');
    assert.not(gapKinds(account).includes('let through'));
    uninspectedWithin(measured);
    stayedReady(watch, [other]);
    assert.ok(askedAbout(measured, other).size > 100, 'the other pod goes on');
    assert.ok(uninspected(measured).some(({ stream }) => !newStreams.includes(stream)), 'open connections go on');
    // Long enough to see that only those do.
    if (index > 0) assert.ok(onNewConnections(measured) < gapSeconds(account) / 2, 'new connections soon go to the other pod');
  });
}

crashes('all agents crash again and again: new connections are refused or wait, open ones go on unseen, and all is well when they are back', async () => {
  // Another pod in place of the one whose restarts already take long. It must be gone: with no ready endpoint left, nodes send to one that stops.
  const [tried = ''] = (await podNames(site, 'controller')).sort();
  await site.kubectl('delete', 'pod', tried);
  await site.kubectl('rollout', 'status', `deployment/${site.release.name}-controller`, '--timeout=120s');
  const pods = await podNames(site, 'controller');
  const watch = watchPods(site, 'controller');
  const measured = await site.underLoad({ id: 'all-agents-crash-loop', event: 'all agents crash, and once more when they are back' }, async () => {
    for (let times = long ? 3 : 2; times > 0; times--) await Promise.all(pods.map((pod) => crash(pod, watch)));
    await until('an answer', 30, async () => (await requestThrough(site.lab, site.release, site.host, '/').catch(() => undefined))?.status === 200 || undefined);
  }, { tail: 8, figures: (all) => ({ uninspected: gapSeconds(all.account), 'connections refused': refusedSeconds(all.account), 'longest wait for an answer': longestWait(all) }) });
  await watch.stop();
  const { account, outcomes, event } = measured;
  // Nodes limit how many refusals they send a second: connections without one are tried again by their clients, and answered late.
  const failed = outcomes.filter(({ error, status }) => error !== undefined || ![200, 101, 406].includes(status ?? 0));
  assert.ok(failed.length > 0, 'with no endpoint left nothing can answer');
  assert.equal([...new Set(failed.map(({ stream }) => stream))].filter((stream) => !newStreams.includes(stream)), [], 'open connections do not fail');
  assert.ok(Object.keys(account.failures).every((reason) => /^(connect (ECONNREFUSED|EHOSTUNREACH)|no whole answer in time)$/.test(reason)), `failures: ${Object.keys(account.failures)}`);
  assert.ok(Object.values(account.failures).every(({ from, to }) => from >= event.from && to <= event.to), 'nothing fails before and after');
  assert.equal(account.sockets.closedByServer, 0, 'websockets stay open');
  assert.not(gapKinds(account).includes('let through'));
  uninspectedWithin(measured);
});

function figures(measured: Measured<Awaited<ReturnType<typeof crash>>>): Record<string, number> {
  const { began, gone, back } = measured.result;
  const seconds = (from: number, to: number): number => rounded((to - from) / 1000);
  return {
    'not Ready after': seconds(began, gone),
    'not Ready for': seconds(gone, back),
    uninspected: gapSeconds(measured.account),
    'uninspected on new connections': onNewConnections(measured),
  };
}

/** Seconds from the first uninspected request to the last on a new connection. */
function onNewConnections(measured: Measured<unknown>): number {
  const first = Math.min(...uninspected(measured).map(({ started }) => started));
  const last = uninspected(measured).filter(({ stream }) => newStreams.includes(stream)).map(({ started }) => started);
  return rounded(Math.max(0, Math.max(first, ...last) - first) / 1000);
}

/** Seconds from the first to the last refused connection. */
function refusedSeconds({ failures }: Measured<unknown>['account']): number {
  return secondsOver(Object.values(failures));
}

/** Seconds of the slowest answer, the application's own delay left in. */
function longestWait({ outcomes }: Measured<unknown>): number {
  return rounded(Math.max(...outcomes.filter(({ error }) => error === undefined).map(({ took }) => took)) / 1000);
}

crashes.run();
