/** Upgrades and rollbacks under load: nothing fails and nothing passes uninspected, whatever of the wiring they move. */
import * as assert from 'uvu/assert';
import { requestThrough } from '../../../ci/scenario/release.ts';
import { whenDoubles } from '../../support/judged.ts';
import { long } from '../../support/long.ts';
import { suite } from '../../support/suite.ts';
import { newImages, newImagesEvent } from './support/new-images.ts';
import { controllerPods, isReady, isTerminating } from './support/pods.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

const site = await openSite('rollouts');
const rollouts = suite('upgrades under load');
rollouts.after(() => site.remove());

const whenHere = whenDoubles(rollouts, "the double's image has the module under both of the vendor's names");

/** A row of an upgrade from the defaults, and of the rollback. */
function thereAndBack(id: string, event: string, words: readonly string[], test: typeof whenHere = rollouts): void {
  test(event, async () => nothingLost(await site.underLoad({ id, event }, () => site.upgrade(words))));
  test(`rollback of: ${event}`, async () => nothingLost(await site.underLoad({ id: `rollback-${id}`, event: `helm rollback of: ${event}` }, () => site.rollback())));
}

thereAndBack('upgrade-image-tags', newImagesEvent, newImages);

const moved = ['agent.tmpVolume.mountPath=/run/sigsci'];

thereAndBack('upgrade-socket-path', "helm upgrade that moves the agent's socket", moved);

rollouts('an old pod that is killed and restarted in the middle of such an upgrade', async () => {
  const event = 'upgrade that moves the socket, an old pod killed and restarted meanwhile';
  const measured = await site.underLoad({ id: 'upgrade-socket-path-restart', event }, async () => {
    const old = (await controllerPods(site)).find((pod) => isReady(pod) && !isTerminating(pod));
    const upgrade = site.upgrade(moved);
    // The ConfigMap is replaced at once; from now on the old pod would start with it.
    await site.kubectl('wait', site.deployment, '--for=jsonpath={.status.unavailableReplicas}=1', '--timeout=60s');
    await site.kubectl('exec', old?.metadata.name ?? '', '--container', 'controller', '--', 'pkill', '-KILL', '--full', 'nginx-ingress-controlle[r]');
    await upgrade;
  });
  // What was on the killed process's connections is lost; nothing may have passed unseen.
  assert.equal(measured.account.gaps, {}, 'uninspected requests');
  await site.upgrade();
});

thereAndBack('upgrade-module-path', 'helm upgrade to a module under another name', ['module.path=/usr/lib/nginx/modules/ngx_http_fastly_module.so'], whenHere);

if (long) thereAndBack('upgrade-classic', 'helm upgrade from the native to the classic sidecar', ['agent.sidecar.native=false']);

rollouts('a changed value of the ConfigMap, without a restart', async () => {
  const before = await podIds();
  const measured = await site.underLoad({ id: 'configmap-value', event: 'a value of the ConfigMap changes' }, () => site.upgrade(['controller.config.proxy-body-size=3m']), { tail: 8 });
  nothingLost(measured);
  assert.equal(await podIds(), before, 'the pods stay');
  for (const pod of await controllerPods(site)) {
    const configuration = await site.kubectl('exec', pod.metadata.name, '--container', 'controller', '--', 'cat', '/etc/nginx/nginx.conf');
    assert.match(configuration, 'client_max_body_size 3m', pod.metadata.name);
  }
});

rollouts('changed response headers, which the controller takes over with new pods only', async () => {
  const before = await podIds();
  const row = { id: 'response-headers', event: 'helm upgrade that adds a response header' };
  nothingLost(await site.underLoad(row, () => site.upgrade(['controller.addHeaders.X-Served-By=edge'])));
  assert.equal((await podIds()).filter((id) => before.includes(id)), [], 'every pod is new');
  const { headers } = await requestThrough(site.lab, site.release, site.host, '/');
  assert.is(headers['x-served-by'], 'edge');
});

async function podIds(): Promise<string[]> {
  return (await controllerPods(site)).filter((pod) => !isTerminating(pod)).map(({ metadata }) => metadata.uid).sort();
}

rollouts.run();
