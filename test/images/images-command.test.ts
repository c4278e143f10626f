import * as assert from 'uvu/assert';
import { tool } from '../../ci/toolchain/tool.ts';
import { main } from '../../tools/cli/main.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const pod = (name: string, spec: string, annotations = ''): string =>
  `---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${annotations}spec:\n${spec}`;

const templates = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: server
spec:
  template:
    spec:
      initContainers:
        - name: prepare
          image: {{ required "registry is needed" .Values.registry }}/prepare:1
      containers:
        - name: serve
          image: {{ .Values.registry }}/server:{{ .Values.tag }}
      volumes:
        - name: model
          image:
            reference: {{ .Values.registry }}/model:1
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: run
              image: {{ .Values.registry }}/server:{{ .Values.tag }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: unrelated
data:
  image: nothing/that:runs
${pod('test', '  containers:\n    - name: test\n      image: {{ .Values.registry }}/test:1\n', '  annotations:\n    helm.sh/hook: test\n')}`;

const files = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: serving\nversion: 1.0.0\n',
  'chart/values.yaml': 'registry: example.com\ntag: "1"\n',
  'chart/templates/all.yaml': templates,
  'mirror.yaml': 'registry: mirror.lan\n',
  'broken.yaml': 'registry: [\n',
  'next.yaml': 'tag: "2"\n',
  'later.yaml': 'tag: "3"\n',
};

function images(args: readonly string[], input = '') {
  return inScratchFolder(files, async (folder) => {
    const context = { ...recordedContext(folder, { SIGSCI_HELM: await tool('helm4') }), stdin: () => Buffer.from(input) };
    const code = await main(['images', ...args], context);
    return { code, ...context.said };
  });
}

const command = suite('the images command');

command('prints the images of init containers, containers, volumes, jobs and tests once, in order', async () => {
  const { code, out } = await images([]);
  assert.is(out, 'example.com/model:1\nexample.com/prepare:1\nexample.com/server:1\nexample.com/test:1\n');
  assert.is(code, 0);
});

command('follows values files and settings as helm does', async () => {
  const { out } = await images(['-f', 'mirror.yaml', 'next.yaml', '--set', 'registry=set.lan']);
  assert.is(out, 'set.lan/model:1\nset.lan/prepare:1\nset.lan/server:2\nset.lan/test:1\n');
});

command('joins the images of several values files', async () => {
  const { out } = await images(['-f', 'mirror.yaml', 'next.yaml', 'later.yaml']);
  assert.is(out, 'mirror.lan/model:1\nmirror.lan/prepare:1\nmirror.lan/server:2\nmirror.lan/server:3\nmirror.lan/test:1\n');
});

command('prints nothing but the reason when the values do not render', async () => {
  const { code, out, err } = await images(['-f', 'mirror.yaml', '--set', 'registry=']);
  assert.is(code, 1);
  assert.is(out, '');
  assert.match(err, /^mirror\.yaml: .*registry is needed/);
});

command('takes standard input and several names at once, as lint does', async () => {
  const expected = 'stdin.lan/model:1\nstdin.lan/prepare:1\nstdin.lan/server:2\nstdin.lan/test:1\n';
  assert.is((await images(['-f', '-', 'next.yaml'], 'registry: stdin.lan\n')).out, expected);
  assert.is((await images(['-f', 'mirror.yaml,next.yaml', '-'], 'registry: stdin.lan\n')).out, expected);
});

command('says the place where lint finds the fault, in the file that has it', async () => {
  const { code, err } = await images(['-f', 'broken.yaml', 'next.yaml']);
  assert.is(code, 1);
  assert.match(err, /^broken\.yaml:2:1: error: not valid YAML for Helm/);
});

for (const argument of ['--set-json=agent.credentials.secretAccessKey=TOPSECRET', '--set=agent.credentials.secretAccessKey=abc,TOPSECRET']) {
  command(`refuses ${argument} without a word of it`, async () => {
    const { code, out, err } = await images(['-f', 'mirror.yaml', argument]);
    assert.equal({ code, out }, { code: 2, out: '' });
    assert.match(err, /^sigsci-values: --set(-json)?: [^\n]+ \(column \d+ of the argument\)\n$/);
    assert.not.match(err, 'TOPSECRET');
  });
}

command('names a values file that does not exist, or is a directory', async () => {
  const missing = await images(['gone.yaml']);
  assert.is(missing.code, 2);
  assert.match(missing.err, 'gone.yaml: there is no such file');
  const directory = await images(['-f', 'chart']);
  assert.is(directory.code, 2);
  assert.match(directory.err, 'chart: this is a directory; name the file in it');
});

command.run();
