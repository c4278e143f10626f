/** Configuration that nginx refuses: new pods take no traffic, running ones serve what they had, and it shows. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { requestThrough } from '../../../ci/scenario/release.ts';
import { until } from '../../../ci/scenario/until.ts';
import { refusal } from '../../support/helm.ts';
import { requireDoubles } from '../../support/judged.ts';
import { findingsOf, lintLayers } from '../../support/lint.ts';
import { long } from '../../support/long.ts';
import { suite } from '../../support/suite.ts';
import { eventsOf, lastReloadSucceeded } from './support/controller-state.ts';
import { stayedReady, watchPods } from './support/pod-watch.ts';
import { podNames } from './support/pods.ts';
import { openSite } from './support/site.ts';
import { askedAbout } from './support/uninspected.ts';
import { nothingLost } from './support/verdict.ts';

requireDoubles('configuration that nginx refuses', 'it names files and asks for messages of the doubles’ nginx');

const unknown = 'controller.config.http-snippet=no_such_directive on;';
const metrics = 'controller.extraArgs.enable-metrics=true';
const site = await openSite('broken-configuration', [metrics]);
const broken = suite('configuration that nginx refuses');
broken.after(() => site.remove());

const modules = [
  { id: 'module-path-wrong', event: 'upgrade to a module path where nothing is', path: '/nowhere.so', says: /dlopen\(\) "\/nowhere\.so" failed/ },
  { id: 'module-for-another-nginx', event: 'upgrade to a module that was built for another nginx', path: '/usr/lib/nginx/modules/ngx_http_sigsci_module-for-another-nginx.so', says: /is not binary compatible/ },
] as const;

for (const { id, event, path, says } of modules) {
  broken(`${event}: new pods are never Ready, old ones serve; the rollback loses nothing`, async () => {
    const old = await podNames(site, 'controller');
    const watch = watchPods(site, 'controller');
    const stuck = await site.underLoad({ id, event }, () => site.failingUpgrade([metrics, `module.path=${path}`], 20));
    nothingLost(stuck);
    for (const pod of old) assert.ok(await lastReloadSucceeded(site, pod), 'the wiring of running pods has not changed');
    const newcomers = (await podNames(site, 'controller')).filter((pod) => !old.includes(pod));
    assert.ok(newcomers.length > 0, 'the rollout has begun');
    for (const pod of newcomers) {
      assert.is(await lastReloadSucceeded(site, pod), false);
      assert.match(await eventsOf(site, pod, 'RELOAD'), says);
      assert.is(askedAbout(stuck, pod).size, 0, 'it takes no traffic');
    }
    stayedReady(watch, old);
    nothingLost(await site.underLoad({ id: `${id}-rollback`, event: `${event}, rolled back` }, () => site.rollback(1)));
    await watch.stop();
    assert.ok(watch.moments.every(({ pod, ready }) => !newcomers.includes(pod) || !ready), 'the new pods were never Ready');
  });
}

broken('a directive in http-snippet that nginx does not know: running pods keep what they had, a new one is never Ready; the rollback loses nothing', async () => {
  const old = await podNames(site, 'controller');
  const watch = watchPods(site, 'controller');
  const stuck = await site.underLoad({ id: 'snippet-broken', event: 'upgrade to an http-snippet that nginx does not know, and a scale-up' }, async () => {
    // Helm sees nothing amiss: no pod changes.
    await site.upgrade([metrics, unknown]);
    await reloads(old, false);
    await site.failingUpgrade([metrics, unknown, 'controller.replicaCount=3'], 20);
  });
  nothingLost(stuck);
  for (const pod of old) assert.match(await eventsOf(site, pod, 'RELOAD'), 'unknown directive "no_such_directive"');
  const newcomers = (await podNames(site, 'controller')).filter((pod) => !old.includes(pod));
  assert.is(newcomers.length, 1);
  assert.ok(watch.moments.every(({ pod, ready }) => !newcomers.includes(pod) || !ready), 'a pod that starts then is not Ready');
  const rollback = await site.underLoad({ id: 'snippet-broken-rollback', event: 'upgrade to an http-snippet that nginx does not know, rolled back, and another change' }, async () => {
    await site.rollback(1);
    // What is wanted then is what runs, so nothing is loaded and the metric stays at 0 until the next change.
    // Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (syncIngress).
    await sleep(5000);
    await reloads(old, false);
    await site.upgrade([metrics, 'controller.config.proxy-read-timeout=61']);
    await reloads(old, true);
  });
  nothingLost(rollback);
  await watch.stop();
  stayedReady(watch, old);
  assert.ok(newcomers.every((pod) => askedAbout(stuck, pod).size === 0), 'a pod that starts then takes no traffic');
});

if (long) {
  broken('the application moves while reloads fail: its old address is asked in vain, until the rollback', async () => {
    const pods = await podNames(site, 'controller');
    const measured = await site.underLoad({ id: 'snippet-broken-application-moves', event: "an http-snippet that nginx does not know; the application's pod is replaced; rollback" }, async () => {
      await site.upgrade([metrics, unknown]);
      await reloads(pods, false);
      await site.kubectl('delete', 'pod', '--selector=app.kubernetes.io/name=example-application', '--grace-period=1');
      await site.kubectl('rollout', 'status', 'deployment/example-application', '--timeout=60s');
      await sleep(10_000);
      await site.rollback(1);
      await until('an answer', 60, async () => (await requestThrough(site.lab, site.release, site.host, '/').catch(() => undefined))?.status === 200 || undefined);
      await sleep(5000);
    });
    const { failures, gaps } = measured.account;
    assert.equal(gaps, {});
    assert.ok(Object.keys(failures).some((reason) => /status 50[24]/.test(reason)), 'the endpoints are frozen');
    assert.ok(Object.values(failures).every(({ to }) => to <= measured.event.to), 'the rollback ends it');
  });
}

/** Until the last reload of all these pods was a success, or was none. */
async function reloads(pods: readonly string[], wanted: boolean): Promise<void> {
  await until(`last reload ${wanted ? 'successful' : 'failed'} in all old pods`, 60, async () => {
    const successes = await Promise.all(pods.map((pod) => lastReloadSucceeded(site, pod)));
    return successes.every((one) => one === wanted) || undefined;
  });
}

broken('what names the WAF in a snippet never gets that far: lint and the chart refuse it', async () => {
  const values = { controller: { config: { 'main-snippet': 'load_module /etc/nginx/modules/ngx_http_sigsci_module.so;' } } };
  assert.match(await refusal(values), 'ERROR [no-waf-wiring-in-snippet]: controller.config.main-snippet loads the WAF module');
  assert.is(findingsOf('no-waf-wiring-in-snippet', lintLayers([JSON.stringify(values)])).length, 1);
  // Text that only nginx can judge is beyond both.
  assert.equal(lintLayers([JSON.stringify({ controller: { config: { 'http-snippet': 'no_such_directive on;' } } })]).filter(({ severity }) => severity === 'error'), []);
});

broken.run();
