import { readFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { openLab } from '../../ci/lab/lab.ts';
import type { Lab } from '../../ci/lab/lab.ts';
import { suite } from '../support/suite.ts';
import { busyboxImage } from './support/busybox-image.ts';
import { labCommand } from './support/lab-command.ts';
import { changes, picture } from './support/picture.ts';
import { addressOf, deployWeb, kubectl } from './support/web-pod.ts';

const names = ['t-first', 't-second'];
const test = suite('a lab');
let before: string[] = [];
let first: Lab;
let second: Lab;

test.before(async () => {
  for (const name of names) await labCommand(['down', '--name', name]);
  before = await picture(names);
  first = await openLab('t-first');
  const { archive } = await busyboxImage();
  await first.loadImages([archive]);
  await deployWeb(first, 'first lab');
});

test.after(async () => {
  for (const name of names) await labCommand(['down', '--name', name]);
});

test('runs a pod with a native sidecar that holds the other containers back until its startup probe passes', async () => {
  const pod = JSON.parse(await kubectl(first, ['get', 'pod', 'web', '-o', 'json'])) as Pod;
  const agent = pod.status.initContainerStatuses[0];
  const web = pod.status.containerStatuses[0];
  assert.is(agent?.ready, true, 'the sidecar still runs');
  const delay = Date.parse(web?.state.running?.startedAt ?? '') - Date.parse(agent?.state.running?.startedAt ?? '');
  assert.ok(delay >= 1000, `the sidecar sleeps for 2 s before its probe can pass, the other container began after ${delay} ms`);
});

test('answers the names of Services, and of nothing outside', async () => {
  const found = await kubectl(first, ['exec', 'web', '-c', 'web', '--', 'wget', '-q', '-O', '-', 'http://shop.default.svc.cluster.local/']);
  assert.is(found, 'first lab\n');
  const outside = await first.exec(['kubectl', 'exec', 'web', '-c', 'web', '--', 'nslookup', 'example.com']);
  assert.is.not(outside.code, 0);
});

test('gives a LoadBalancer Service an address that answers from inside, as does its NodePort', async () => {
  const address = await addressOf(first, 'shop');
  assert.match(address, /^203\.0\.113\.\d+$/);
  for (const url of [`http://${address}/`, 'http://192.0.2.10:30080/']) {
    const { status, body } = await first.requestFromInside({ url });
    assert.equal({ status, body }, { status: 200, body: 'first lab\n' }, url);
  }
});

test('gives each LoadBalancer Service an address of its own', async () => {
  const taken = await addressOf(first, 'shop');
  await kubectl(first, ['create', 'service', 'loadbalancer', 'other', '--tcp=80']);
  assert.is.not(await addressOf(first, 'other'), taken);
});

test('says why a request from inside got no answer', async () => {
  const refused = await first.requestFromInside({ url: 'http://192.0.2.10:81/' }).catch((error: Error) => error.message);
  assert.match(refused as string, /http:\/\/192\.0\.2\.10:81\/.*ECONNREFUSED/);
});

test('shows logs and runs commands in containers', async () => {
  assert.is(await kubectl(first, ['logs', 'web', '-c', 'web']), 'serving first lab\n');
  assert.is(await kubectl(first, ['exec', 'web', '-c', 'web', '--', 'cat', '/www/index.html']), 'first lab\n');
});

test('writes an audit line with the user for each call', async () => {
  await kubectl(first, ['get', 'configmaps', '-n', 'audit-me', '-l', 'app=none']);
  const lines = (await readFile(first.auditLog, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as AuditLine);
  const call = lines.find((line) => line.requestURI.startsWith('/api/v1/namespaces/audit-me/configmaps'));
  assert.is(call?.user.username, 'lab-admin');
  assert.is(call?.verb, 'list');
  assert.ok(lines.some((line) => line.user.username === 'system:node:lab' && line.verb === 'create'));
});

test('enforces Pod Security by the labels of a namespace', async () => {
  await kubectl(first, ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } }));
  const pod = (name: string, context: object): string =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'strict' }, spec: { containers: [{ name: 'any', image: 'any', securityContext: context }] } });
  const restricted = { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } };
  const create = (text: string) => first.exec(['kubectl', 'create', '--dry-run=server', '-f', '-'], { input: text });
  await kubectl(first, ['wait', '-n', 'strict', 'serviceaccount/default', '--for=create', '--timeout=30s']);
  assert.match((await create(pod('loose', {}))).stderr, /violates PodSecurity "restricted/);
  assert.is((await create(pod('tight', restricted))).code, 0);
});

test('offers the Helm that is asked for', async () => {
  const version = async (tools: ['helm3'] | ['helm4']): Promise<string> => (await first.exec(['helm', 'version', '--template', '{{.Version}}'], { tools })).stdout;
  assert.match(await version(['helm3']), /^v3\./);
  assert.match(await version(['helm4']), /^v4\./);
});

test('runs beside another lab without touching it', async () => {
  second = await openLab('t-second', { namespace: 'sigsci-other-network' });
  await second.loadImages([(await busyboxImage()).archive]);
  await deployWeb(second, 'second lab');
  for (const [lab, text] of [[first, 'first lab\n'], [second, 'second lab\n']] as const) {
    assert.is((await lab.requestFromInside({ url: `http://${await addressOf(lab, 'shop')}/` })).body, text);
  }
  const restarts = await kubectl(first, ['get', 'pod', 'web', '-o', 'jsonpath={.status.containerStatuses[*].restartCount}']);
  assert.is(restarts, '0');
});

test('goes down alone, and leaves nothing when the last one has gone', async () => {
  await first.down();
  assert.is((await second.requestFromInside({ url: `http://${await addressOf(second, 'shop')}/` })).body, 'second lab\n');
  await second.down();
  assert.equal(changes(before, await picture(names)), []);
});

interface ContainerStatus {
  readonly ready: boolean;
  readonly state: { readonly running?: { readonly startedAt: string } };
}

interface Pod {
  readonly status: { readonly initContainerStatuses: readonly ContainerStatus[]; readonly containerStatuses: readonly ContainerStatus[] };
}

interface AuditLine {
  readonly user: { readonly username: string };
  readonly verb: string;
  readonly requestURI: string;
}

test.run();
