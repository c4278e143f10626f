/** `sigsci-values ct install` by the real ct: every case of the chart, and what it says and does when a case fails or the user stops it. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { insideImageName } from '../../ci/lab/inside/image.ts';
import { smallRequests } from '../../ci/scenario/beside-others.ts';
import { findCases } from '../../tools/chart/cases.ts';
import type { CaseResult } from '../../tools/ct/case.ts';
import { whenDoubles } from '../support/judged.ts';
import { testLab } from '../support/lab.ts';
import { long } from '../support/long.ts';
import { writeFiles } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const { lab, imageArguments } = await testLab();
const program = join(import.meta.dirname, '../../tools/dist/sigsci-values.cjs');
const tools = ['helm4', 'kubectl', 'ct'] as const;

/** A chart whose pod does what the case says; a word in its Secret is spoken by the case `crash`. */
const small = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: painting\nversion: 1.0.0\n',
  'chart/values.yaml': `image: ${insideImageName}\ncommand: sleep 3600\n`,
  'chart/templates/server.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  selector:
    matchLabels: { app: {{ .Release.Name }} }
  template:
    metadata:
      labels: { app: {{ .Release.Name }} }
    spec:
      containers:
        - name: easel
          image: {{ .Values.image }}
          command: [sh, -c, {{ .Values.command | quote }}]
          env:
            - name: COLOUR
              valueFrom: { secretKeyRef: { name: painting-keys, key: colour } }
`,
  'chart/ci/calm-values.yaml': '# it runs\n{}\n',
  'chart/ci/crash-values.yaml': '# it ends\ncommand: "echo no canvas for $COLOUR; exit 3"\n',
  'chart/ci/refused-values.yaml': '# Helm refuses it\nimage: [1, 2\n',
};

let folder = '';

async function inChart(files: Readonly<Record<string, string>>): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'sigsci-ct-test-'));
  await writeFiles(folder, files);
}

async function results(out: string): Promise<CaseResult[]> {
  return JSON.parse(await readFile(join(out, 'results.json'), 'utf8')) as CaseResult[];
}

/** The namespaces of the small chart's cases. */
async function namespaces(): Promise<string[]> {
  const { stdout } = await lab.exec(['kubectl', 'get', 'namespaces', '--output', 'name']);
  return stdout.split('\n').filter((name) => /ct-(calm|crash|refused)-/.test(name));
}

const install = suite('ct install');

install.before(() => inChart(small));
install.after(() => rm(folder, { recursive: true, force: true }));

for (const helm of long ? (['helm4', 'helm3'] as const) : (['helm4'] as const)) {
  whenDoubles(install, 'ct makes throwaway keys for each case')(`installs and tests every case of the chart with ${helm}`, async () => {
    const out = join(folder, helm);
    const command = [process.execPath, program, 'ct', 'install', ...imageArguments, '--set', smallRequests, '--out', out];
    const { code, stdout, stderr } = await lab.exec(command, { tools: [helm, 'kubectl', 'ct'] });
    const found = await results(out).catch(() => []);
    assert.equal(found.map(({ name, status }) => [name, status]), (await findCases('chart')).map(({ name }) => [name, 'passed']), stdout + stderr);
    assert.is(code, 0);
  });
}

install('goes on after a failure, and names the first cause of each without a secret', async () => {
  const out = join(folder, 'out');
  const { code, stdout } = await lab.exec([process.execPath, program, 'ct', 'install', '--timeout', '40s', '--out', out], { tools, cwd: folder });
  assert.is(code, 1);
  const [calm, crash, refused] = await results(out);
  assert.is(calm?.status, 'passed');
  assert.match(crash?.causes[0] ?? '', /^pod painting-\S+, container easel: ended with 3$/, JSON.stringify(crash?.causes));
  assert.is(crash?.causes[1], '  | no canvas for <concealed>');
  assert.match(refused?.causes[0] ?? '', 'refused-values.yaml');
  assert.match(stdout, '1 of 3 cases passed');
  assert.equal((await readdir(out)).sort(), ['calm.log', 'crash.log', 'refused.log', 'results.json']);
  assert.match(await readFile(join(out, 'crash.log'), 'utf8'), 'no canvas for <concealed>');
  assert.equal(await namespaces(), []);
});

install('removes what it has begun when the user stops it', async () => {
  const command = `${process.execPath} ${program} ct install --filter crash --timeout 120s & user=$!
    for second in $(seq 60); do kubectl get pods --all-namespaces | grep --quiet ct-crash && break; sleep 1; done
    kubectl get namespaces --output name | grep ct-crash || exit 9
    kill -INT $user; wait $user`;
  const { code, stdout, stderr } = await lab.exec(['bash', '-c', command], { tools, cwd: folder });
  assert.match(stdout, 'namespace/ct-crash-');
  assert.is(code, 130, stdout + stderr);
  assert.match(stderr, 'interrupted: removing releases and namespaces');
  assert.equal(await namespaces(), []);
});

install('says in one line that no cluster answers', async () => {
  const { code, stderr } = await lab.exec([process.execPath, program, 'ct', 'install'], { tools, cwd: folder, env: { KUBECONFIG: '/nowhere' } });
  assert.is(code, 2);
  assert.match(stderr, /^sigsci-values: no cluster answers \(.*\); start one, or name its kubeconfig by KUBECONFIG\n$/);
});

install.run();
