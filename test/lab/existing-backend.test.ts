/** The backend for existing clusters: a lab stands for the cluster, and what uses it runs inside, where the lab's API server is reachable. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { insideImage } from '../../ci/lab/inside/image.ts';
import { openLab } from '../../ci/lab/lab.ts';
import type { Lab } from '../../ci/lab/lab.ts';
import type { Result } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { testImages } from '../support/lab.ts';
import { suite } from '../support/suite.ts';
import { busyboxImage } from './support/busybox-image.ts';
import { labCommand } from './support/lab-command.ts';
import { deployWeb, kubectl } from './support/web-pod.ts';

const name = 't-existing';
const test = suite('an existing cluster');
const folder = await mkdtemp(join(tmpdir(), 'sigsci-existing-'));
const log = join(folder, 'loaded');
const loadImages = `echo {} >> ${log}; ctr images import {}`;
let lab: Lab;
let busybox = '';

/** A Service in front of the web pod, under the name that a release's controller would have. */
function service(release: string, spec: object): object {
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: `${release}-controller` }, spec: { selector: { app: 'web' }, ports, ...spec } };
}

/** As one who sits in the lab's network, with nothing of the lab but its kubeconfig. */
function inside(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Result> {
  return lab.exec([process.execPath, '--import', 'tsx', ...command], { env: { SIGSCI_LAB: '', SIGSCI_LOADED_IMAGES: '', ...env } });
}

function client(env: Readonly<Record<string, string>> = {}): Promise<Result> {
  return inside(['test/lab/support/existing-client.ts', busybox], { SIGSCI_LOAD_IMAGES: loadImages, ...env });
}

function runner(env: Readonly<Record<string, string>>, pattern: string): Promise<Result> {
  return inside(['ci/test/main.ts', '--backend', 'existing', '--load-images', loadImages, pattern], env);
}

async function loaded(): Promise<string[]> {
  return (await readFile(log, 'utf8')).trim().split('\n');
}

test.before(async () => {
  // Nothing can be fetched from inside.
  for (const needed of ['helm3', 'helm4', 'ct'] as const) await tool(needed);
  await testImages('doubles');
  busybox = (await busyboxImage()).archive;
  lab = await openLab(name);
  await lab.loadImages([busybox]);
  await deployWeb(lab, 'the cluster');
  // The lab's own load balancer leaves alone what has a class, as a cluster without any leaves all.
  const services = [service('pending', { type: 'LoadBalancer', loadBalancerClass: 'example.com/none' }), service('node-port', { type: 'NodePort' }), service('balanced', { type: 'LoadBalancer' })];
  await kubectl(lab, ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: services }));
  await kubectl(lab, ['wait', 'service/balanced-controller', '--for=jsonpath={.status.loadBalancer.ingress[0].ip}', '--timeout=30s']);
});
test.before.each(() => rm(log, { force: true }));

test.after(async () => {
  await labCommand(['down', '--name', name]);
  await rm(folder, { recursive: true });
});

test('is reached by requests from a pod of our own, whatever kind of Service answers', async () => {
  const { code, stdout, stderr } = await client();
  assert.is(code, 0, stderr);
  const seen = JSON.parse(stdout);
  const { pending, nodePort, balanced } = seen.addresses;
  assert.match(pending, /^198\.19\./);
  assert.match(nodePort, /^192\.0\.2\.10:3\d{4}$/);
  assert.match(balanced, /^203\.0\.113\.\d+$/);
  assert.equal(seen.answers, Array(3).fill('the cluster\n'));
  assert.is(seen.byName, 'the cluster\n');
  assert.match(seen.refused, /http:\/\/192\.0\.2\.10:81\/.*ECONNREFUSED/);
  assert.is(seen.pods, 'Running');
  assert.match(seen.helm, /^v4\./);
});

test('gets each image once, by the command that the user names', async () => {
  assert.is((await client()).code, 0);
  assert.equal(await loaded(), [busybox, (await insideImage()).archive]);
});

test('is left as it was', async () => {
  assert.is((await client()).code, 0);
  assert.is((await lab.exec(['kubectl', 'get', 'namespace', 'sigsci-e2e-client', '--ignore-not-found'])).stdout, '');
  assert.is(await kubectl(lab, ['get', 'pod', 'web', '-o', 'jsonpath={.status.phase}']), 'Running');
});

test('that cannot be used is named in one line', async () => {
  for (const [env, words] of [
    [{ KUBECONFIG: '/nowhere' }, 'existing-client: no kubeconfig: /nowhere does not exist; name the file of your cluster by KUBECONFIG'],
    [{ SIGSCI_LOAD_IMAGES: 'echo no such cluster >&2; false {}' }, `ended with 1 for ${busybox}: no such cluster`],
    [{ SIGSCI_LOAD_IMAGES: '' }, 'images cannot be loaded into this cluster without a command'],
  ] as const) {
    const { code, stderr } = await client(env);
    assert.is(code, 2, stderr);
    assert.match(stderr.trim().split('\n').at(-1) ?? '', words);
    assert.not.match(stderr, /\n +at /);
  }
});

test('runs the end-to-end tests, each image loaded once for all of them, and is told in one line when it is away', async () => {
  const { code, stdout, stderr } = await runner({}, 'class-ownership');
  assert.is(code, 0, stdout + stderr);
  assert.match(stdout, 'ok   test/e2e/class-ownership.test.ts');
  assert.is((await loaded()).length, (await testImages('doubles')).length);
  const away = await runner({ KUBECONFIG: '/nowhere' }, 'class-ownership');
  assert.is(away.code, 2);
  assert.match(away.stderr, /\ntest: no kubeconfig: [^\n]*\n$/);
});

test.run();
