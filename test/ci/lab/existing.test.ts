/** The parts of the backend for an existing cluster, with programs and answers that stand in for the cluster. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Backend } from '../../../ci/lab/backend.ts';
import { imageLoader } from '../../../ci/lab/existing/image-loader.ts';
import { requireRequestPod } from '../../../ci/lab/existing/request-pod.ts';
import { requireCluster } from '../../../ci/lab/existing/require-cluster.ts';
import type { Steps } from '../../../ci/lab/steps.ts';
import { attempt } from '../../../ci/toolchain/run.ts';
import { UserError } from '../../../tools/errors.ts';
import { fakeProgram } from '../../support/fake-program.ts';
import { suite } from '../../support/suite.ts';

const folder = await mkdtemp(join(tmpdir(), 'sigsci-existing-'));
const silent: Steps = (_title, action) => action();

/** A backend's `exec` that answers each command by its words. */
function answering(answer: (words: string) => { code?: number; stdout?: string; stderr?: string }): Backend['exec'] {
  return async (command) => ({ code: 0, stdout: '', stderr: '', ...answer(command.join(' ')) });
}

async function oneLine(action: Promise<unknown>): Promise<string> {
  const error = await action.then(() => new Error('nothing was refused'), (reason: Error) => reason);
  assert.instance(error, UserError, error.stack);
  assert.not.match(error.message, '\n');
  return error.message;
}

const loading = suite('the image command of an existing cluster');
const log = join(folder, 'loaded');
const archive = join(folder, "an image's archive.tar");
let program = '';

loading.before(async () => {
  program = await fakeProgram(folder, 'load', `echo "$*" >> '${log}'`);
  await writeFile(archive, 'content');
});
loading.before.each(async () => {
  delete process.env['SIGSCI_LOADED_IMAGES'];
  await rm(log, { force: true });
});
loading.after(() => void delete process.env['SIGSCI_LOADED_IMAGES']);

loading("runs once for each content, with the archive's path in place of {} as one word", async () => {
  const other = join(folder, 'other.tar');
  await writeFile(other, 'other content');
  const loadImages = imageLoader(`${program} archive {} --name wall`, silent);
  await loadImages([archive]);
  await loadImages([archive, other]);
  assert.is(await readFile(log, 'utf8'), `archive ${archive} --name wall\narchive ${other} --name wall\n`);
});

loading('runs again when the archive has another content', async () => {
  const loadImages = imageLoader(`${program} {}`, silent);
  await loadImages([archive]);
  await writeFile(archive, 'newer content');
  await loadImages([archive]);
  assert.is((await readFile(log, 'utf8')).split('\n').length - 1, 2);
});

loading('may be a line of the shell', async () => {
  await imageLoader(`cat < {} > '${log}'`, silent)([archive]);
  assert.is(await readFile(log, 'utf8'), 'newer content');
});

loading('that fails is named in one line with its last words, and tried again', async () => {
  const failing = await fakeProgram(folder, 'failing', 'echo starting >&2; echo no nodes found for cluster "kind" >&2; exit 3');
  const loadImages = imageLoader(`${failing} {}`, silent);
  const expected = `--load-images "${failing} {}" ended with 3 for ${archive}: no nodes found for cluster kind`;
  assert.is(await oneLine(loadImages([archive])), expected);
  assert.is(await oneLine(loadImages([archive])), expected);
});

loading('that was not given is asked for', async () => {
  assert.match(await oneLine(imageLoader(undefined, silent)([archive])), "give one, for kind: --load-images 'kind load image-archive {}'");
});

loading.run();

// ---

const answering200 = answering(() => ({ stdout: '{}' }));
const finding = suite('an existing cluster');
const kubeconfig = join(folder, 'kubeconfig');

finding.before(async () => {
  await writeFile(kubeconfig, '{}');
  await mkdir(join(folder, 'home/.kube'), { recursive: true });
  await writeFile(join(folder, 'home/.kube/config'), '{}');
});
finding.after(() => rm(folder, { recursive: true }));

finding('is asked for when there is no kubeconfig', async () => {
  assert.is(await oneLine(requireCluster(answering200, { HOME: '/nowhere' })), 'no kubeconfig: /nowhere/.kube/config does not exist; name the file of your cluster by KUBECONFIG');
  assert.match(await oneLine(requireCluster(answering200, { KUBECONFIG: '/a:/b', HOME: join(folder, 'home') })), 'no kubeconfig: /a and /b do not exist');
});

finding("is taken from KUBECONFIG, from kubectl's default file, or from the pod that this runs in", async () => {
  for (const env of [{ KUBECONFIG: `/missing:${kubeconfig}` }, { HOME: join(folder, 'home') }, { HOME: '/nowhere', KUBERNETES_SERVICE_HOST: '198.19.0.1' }]) {
    await requireCluster(answering200, env);
  }
});

finding('that does not answer is named in one line with the last words of kubectl', async () => {
  const exec = answering(() => ({ code: 1, stderr: 'E1125 memcache.go: trying\nThe connection to the server 127.0.0.1:9 was refused\n' }));
  const said = await oneLine(requireCluster(exec, { KUBECONFIG: kubeconfig }));
  assert.is(said, 'no cluster answers (The connection to the server 127.0.0.1:9 was refused); start one, or name its kubeconfig by KUBECONFIG');
});

finding('that is missing ends a test file that is run alone with 2 and one line', async () => {
  const env = { ...process.env, SIGSCI_BACKEND: 'existing', SIGSCI_IMAGES: '', SIGSCI_LOAD_IMAGES: '', KUBECONFIG: '/nowhere' };
  const { code, stdout, stderr } = await attempt([process.execPath, '--import', 'tsx', 'test/e2e/class-ownership.test.ts'], { env });
  assert.equal([code, stdout], [2, '']);
  assert.match(stderr, /no kubeconfig: \/nowhere does not exist; name the file of your cluster by KUBECONFIG\n$/);
  assert.not.match(stderr, /\n +at /);
});

finding('whose nodes lack the image is told by what the pod waits for', async () => {
  const exec = answering((words) => {
    if (words.startsWith('kubectl wait')) return { code: 1, stderr: 'timed out' };
    return { stdout: words.startsWith('kubectl get pod') ? 'Pending  ErrImageNeverPull' : '' };
  });
  const said = await oneLine(requireRequestPod(exec, { namespace: 'sigsci-e2e-test', name: 'requests-1' }));
  assert.is(said, 'the pod that sends requests does not start (Pending ErrImageNeverPull); does --load-images put images on every node?');
});

finding.run();
