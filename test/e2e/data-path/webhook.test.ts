/** The admission webhook in a cluster: what it refuses, whom it never asks, and its certificate over upgrades. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { getJson } from '../../../ci/scenario/cluster.ts';
import { until } from '../../../ci/scenario/until.ts';
import { long } from '../../support/long.ts';
import { suite } from '../../support/suite.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

const site = await openSite('webhook');
const { lab, namespace, deployment } = site;
const name = `${site.release.name}-admission`;
const webhook = suite('admission webhook');
webhook.after(() => site.remove());

/** An Ingress that the webhook must refuse, by an annotation with a bad value, or may not. */
function ingress(ingressClassName: string, authUrl?: string): string {
  const annotations = authUrl === undefined ? {} : { 'nginx.ingress.kubernetes.io/auth-url': authUrl };
  const backend = { service: { name: 'example-application', port: { name: 'http' } } };
  const rule = { host: 'asked.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } };
  return JSON.stringify({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'asked', namespace, annotations }, spec: { ingressClassName, rules: [rule] } });
}

/** What the API server says of an Ingress; empty when it would take it. A dry run asks webhooks too, and leaves nothing behind. */
async function answerTo(manifest: string): Promise<string> {
  const { code, stderr } = await lab.exec(['kubectl', 'create', '--dry-run=server', '-f', '-'], { input: manifest });
  return code === 0 ? '' : stderr;
}

const bad = '{{ not a URL }}';

webhook('refuses a bad Ingress of our class, takes a good one, and is never asked about another class', async () => {
  assert.match(await answerTo(ingress(namespace, bad)), /admission webhook "validate\.nginx\.ingress\.kubernetes\.io" denied the request/);
  assert.is(await answerTo(ingress(namespace)), '');
  assert.is(await answerTo(ingress('of-somebody-else', bad)), '');
});

webhook('without a controller, Ingress objects of our class are refused and those of others taken', async () => {
  await site.kubectl('scale', deployment, '--replicas=0');
  await until('the webhook without a controller', 60, async () => /no endpoints available|connect/.test(await answerTo(ingress(namespace))) || undefined);
  assert.is(await answerTo(ingress('of-somebody-else')), '');
  await site.kubectl('scale', deployment, '--replicas=2');
  await site.kubectl('rollout', 'status', deployment, '--timeout=180s');
  await until('the webhook with controllers', 60, async () => (await answerTo(ingress(namespace))) === '' || undefined);
});

/** Asks about a good Ingress again and again until `work` is done and so many seconds longer; what was said when it was refused. */
async function refusalsDuring(work: () => Promise<void>, seconds: number): Promise<{ asked: number; refusals: string[] }> {
  const refusals: string[] = [];
  let [asked, end] = [0, Date.now() + 400_000];
  const working = work().finally(() => (end = Date.now() + seconds * 1000));
  for (; Date.now() < end; asked++) {
    const said = await answerTo(ingress(namespace));
    if (said !== '') refusals.push(`${new Date().toISOString()} ${said}`);
    await sleep(500);
  }
  await working;
  return { asked, refusals };
}

/** The authorities that the API server trusts, and the certificate that the Secret holds. */
async function certificate(): Promise<{ authorities: number; caBundle: string; cert: string }> {
  const { webhooks } = await getJson<{ webhooks: { clientConfig: { caBundle: string } }[] }>(lab, ['validatingwebhookconfiguration', name]);
  const { data } = await getJson<{ data: { cert: string } }>(lab, ['secret', name, '--namespace', namespace]);
  const caBundle = webhooks[0]?.clientConfig.caBundle ?? '';
  return { authorities: Buffer.from(caBundle, 'base64').toString().split('BEGIN CERTIFICATE').length - 1, caBundle, cert: data.cert };
}

webhook('an upgrade keeps the certificate and its authority, and no write is refused meanwhile', async () => {
  const before = await certificate();
  const { asked, refusals } = await refusalsDuring(async () => nothingLost(await site.underLoad({ id: 'webhook-upgrade', event: 'helm upgrade, Ingress objects written meanwhile' }, () => site.upgrade(['controller.addHeaders.X-Edge=1']))), 5);
  assert.ok(asked > 20);
  assert.equal(refusals, []);
  assert.equal(await certificate(), before);
});

webhook('a certificate after its day of renewal is replaced without a gap', async () => {
  const before = await certificate();
  await turnBack();
  // The kubelet brings the new files up to a minute and a half later.
  const { asked, refusals } = await refusalsDuring(() => site.upgrade(['controller.addHeaders.X-Edge=1']), 100);
  assert.ok(asked > 60);
  assert.equal(refusals, []);
  const after = await certificate();
  assert.is.not(after.cert, before.cert);
  assert.is(after.authorities, 2);
});

// Helm brings the earlier Secret and authority back as they are; controllers serve the new certificate until the kubelet has followed.
if (long) {
  webhook('a rollback across that renewal refuses Ingress objects until the controllers have the earlier certificate back', async () => {
    const { refusals } = await refusalsDuring(() => site.rollback(), 100);
    assert.ok(refusals.length > 0, 'the gap that the README tells of');
    assert.equal(refusals.filter((said) => !/certificate signed by unknown authority/.test(said)), []);
    process.stdout.write(`\nIngress objects refused from ${refusals[0]?.slice(0, 24)} to ${refusals.at(-1)?.slice(0, 24)}\n`);
    assert.is(await answerTo(ingress(namespace)), '');
  });
}

/** Moves the Secret's day of renewal into the past, as Helm itself would write it: another writer would be a conflict. */
async function turnBack(): Promise<void> {
  const { metadata, ...rest } = await getJson<{ metadata: { labels: object; annotations: object } }>(lab, ['secret', name, '--namespace', namespace]);
  const { labels, annotations } = metadata;
  const secret = { ...rest, metadata: { name, namespace, labels, annotations: { ...annotations, 'sigsci-ingress/renew-after': '2020-01-01' } } };
  const { code, stderr } = await lab.exec(['kubectl', 'apply', '--server-side', '--force-conflicts', '--field-manager=helm', '-f', '-'], { input: JSON.stringify(secret) });
  assert.is(code, 0, stderr);
}

webhook.run();
