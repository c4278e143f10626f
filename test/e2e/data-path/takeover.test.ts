/** A running release of ingress-nginx becomes one of this chart by an upgrade, under load, and goes back by a rollback. */
import * as assert from 'uvu/assert';
import { doubleImages } from '../../doubles/images.ts';
import { controllerImageOf } from '../../../ci/scenario/application.ts';
import { apply, getJson, inLab } from '../../../ci/scenario/cluster.ts';
import { requireDoubles } from '../../support/judged.ts';
import { testLab } from '../../support/lab.ts';
import { selfSigned } from '../../support/self-signed.ts';
import { suite } from '../../support/suite.ts';
import { openSite } from './support/site.ts';
import type { Predecessor } from './support/site.ts';
import { gapTimes } from './support/uninspected.ts';

requireDoubles('takeover', 'the release before is a stand-in for the ingress-nginx chart, with the controller double');

const { lab } = await testLab();
const image = controllerImageOf(await doubleImages());

const ingressNginx: Predecessor = {
  chart: './test/fixtures/old-ingress-nginx-chart',
  name: 'ingress-nginx',
  /**
   * The Secret is what that chart's Job makes: no part of the release. The old controllers leave gently, as the recipe has
   * it in its first step: by that chart's default each refuses connections for a second when it stops.
   */
  async words(namespace, release) {
    const { key, cert } = await selfSigned(`${release}-controller-admission.${namespace}.svc`);
    await apply(lab, JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: `${release}-admission`, namespace }, stringData: { ca: cert, cert, key } }));
    return ['--set', `image=${image},class=${namespace},controllerValue=k8s.io/${namespace},caBundle=${Buffer.from(cert).toString('base64')},extraArgs.shutdown-grace-period=10`];
  },
};

const site = await openSite('takeover', [], ingressNginx);
const takeover = suite('takeover of an ingress-nginx release');
takeover.after(() => site.remove());

interface Kept {
  readonly metadata: { readonly uid: string };
  readonly spec: { readonly clusterIP?: string; readonly ports?: readonly { readonly nodePort?: number }[]; readonly selector: object };
}

/** What users and load balancers know the release by. */
async function known(): Promise<object> {
  const [service, workload] = await Promise.all(
    ['service', 'deployment'].map((kind) => getJson<Kept>(lab, [kind, `${site.release.name}-controller`, '--namespace', site.namespace])),
  );
  const { clusterIP, ports, selector } = service!.spec;
  return { service: service!.metadata.uid, clusterIP, nodePorts: ports?.map(({ nodePort }) => nodePort), selector, workload: workload!.metadata.uid, pods: workload!.spec.selector };
}

const before = await known();

takeover('the upgrade loses no request, keeps the Service with its address, and afterwards every request is inspected', async () => {
  const row = { id: 'takeover', event: 'helm upgrade of an ingress-nginx release to this chart' };
  const { account, event } = await site.underLoad(row, () => site.upgrade(), { tail: 20 });
  assert.equal(account.failures, {}, 'failed requests');
  assert.equal(await known(), before);
  // An old pod serves its last seconds without the WAF, as before.
  assert.ok(gapTimes(account).to <= event.to + 14, `uninspected at ${gapTimes(account).to} s, the upgrade ended at ${event.to} s`);
});

takeover("the webhook goes on with the certificate of that chart's Job", async () => {
  await inLab(lab, ['kubectl', 'annotate', 'ingress', 'example-application', '--namespace', site.namespace, 'asked=again']);
  assert.match(await site.kubectl('get', 'secrets', '--output', 'name'), `${site.release.name}-admission`);
});

takeover('the rollback loses no request either, and brings back what was there', async () => {
  const row = { id: 'takeover-rollback', event: 'helm rollback to the ingress-nginx release' };
  const { account } = await site.underLoad(row, () => site.rollback(1), { tail: 20 });
  assert.equal(account.failures, {}, 'failed requests');
  assert.equal(await known(), before);
});

takeover.run();
