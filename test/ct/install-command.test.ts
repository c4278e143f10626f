import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { main } from '../../tools/cli/main.ts';
import { fakeProgram } from '../support/fake-program.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

/** "Renders" a case by printing its file, and writes down what else it is asked. */
const helm = `case "$1" in
  template) while [ "$#" -gt 0 ]; do if [ "$1" = --values ]; then cat "$2"; fi; shift; done ;;
  list) echo painting-1 ;;
  *) echo "helm $*" >> "$DIARY" ;;
esac`;

/** Keeps what it is given on standard input apart from its arguments. */
const kubectl = `echo "kubectl $*" >> "$DIARY"
case "$*" in
  "create -f -") cat >> "$DIARY.input" ;;
  *"--output json"*) echo '{"items":[]}' ;;
  "delete namespace "*) exit "\${NAMESPACE_STAYS:-0}" ;;
esac`;

/** Takes a moment, so that two at once would show. */
const ct = `case "$*" in *host*) name=host ;; *) name=other ;; esac
echo "begin $name" >> "$DIARY"; sleep 0.2; echo "end $name" >> "$DIARY"
if [ -n "$CT_FAILS" ]; then echo "Error: INSTALLATION FAILED: no such paint"; exit 1; fi`;

const pod = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {containers: [{name: one, ${spec}}]}\n`;
const reading = pod('env: [{name: KEY, valueFrom: {secretKeyRef: {name: painting-keys, key: colour}}}]');

/** Runs `ct install` with these cases in a world of scripts; `diary` is what the scripts were asked, line by line. */
function install(cases: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) {
  const files = Object.entries(cases).map(([name, text]) => [`chart/ci/${name}-values.yaml`, text] as const);
  const chart = { 'chart/Chart.yaml': 'name: painting\n', 'chart/values.yaml': '', ...Object.fromEntries(files) };
  return inScratchFolder(chart, async (folder) => {
    const [SIGSCI_HELM, SIGSCI_KUBECTL, SIGSCI_CT] = [
      await fakeProgram(folder, 'helm', helm),
      await fakeProgram(folder, 'kubectl', kubectl),
      await fakeProgram(folder, 'ct', env['FAILS'] === undefined ? ct : ct.replace('$CT_FAILS', 'yes')),
    ];
    const context = recordedContext(folder, { SIGSCI_HELM, SIGSCI_KUBECTL, SIGSCI_CT, DIARY: join(folder, 'diary'), ...env });
    const code = await main(['ct', 'install', '--out', 'logs'], context);
    const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8').catch(() => '');
    return { code, ...context.said, diary: await read('diary'), input: await read('diary.input') };
  });
}

const command = suite('ct install without a cluster');

command('makes namespace and Secret first, and removes release, pods and namespace at the end', async () => {
  const { code, diary, input } = await install({ calm: reading });
  assert.is(code, 0);
  const steps = diary.trim().split('\n').map((line) => line.replace(/ct-calm-[0-9a-f]{6}/g, 'NS').split(' --')[0]);
  assert.equal(steps, [
    'kubectl get',
    'kubectl create -f -',
    'begin other',
    'end other',
    'helm uninstall painting-1',
    'kubectl delete pods',
    'kubectl get pods',
    'kubectl delete namespace NS',
  ]);
  assert.match(input, '"name":"painting-keys"');
});

command('passes the Secret through standard input alone', async () => {
  const { diary, input, out, err } = await install({ calm: reading });
  const secret = /"colour":"([0-9a-f]{32})"/.exec(input)?.[1] ?? '';
  assert.is(secret.length, 32);
  assert.not.ok([diary, out, err].some((text) => text.includes(secret)));
});

command('never runs two cases at once that take a port of the node, but other ones do run beside it', async () => {
  const host = pod('ports: [{containerPort: 80, hostPort: 80}]');
  const { diary } = await install({ 'a-host': host, 'b-host': host, 'c-plain': reading });
  const turns = diary.split('\n').filter((line) => line.endsWith(' host'));
  assert.equal(turns, ['begin host', 'end host', 'begin host', 'end host']);
  assert.match(diary, 'begin other');
});

command('cleans up after a failure, and says what Helm said', async () => {
  const { code, out, diary } = await install({ calm: reading }, { FAILS: 'yes' });
  assert.is(code, 1);
  assert.match(out, /^calm +failed +[\d.]+ {2}INSTALLATION FAILED: no such paint$/m);
  assert.match(diary, 'kubectl delete namespace ct-calm-');
});

command('fails a case that could not be removed', async () => {
  const { code, out } = await install({ calm: reading }, { NAMESPACE_STAYS: '1' });
  assert.is(code, 1);
  assert.match(out, /left behind in ct-calm-[0-9a-f]{6}: kubectl delete namespace/);
});

command('refuses settings that ct could not take', async () => {
  const run = (...args: string[]) =>
    inScratchFolder({ 'chart/Chart.yaml': 'name: painting\n', 'chart/values.yaml': '' }, async (folder) => {
      const context = recordedContext(folder);
      return { code: await main(['ct', 'install', ...args], context), ...context.said };
    });
  const { code, err } = await run('--timeout', 'soon');
  assert.is(code, 2);
  assert.is(err, 'sigsci-values: --timeout soon is no duration; write it as 90s or 5m\n');
  assert.match((await run('--config', 'gone.yaml')).err, 'no such file: gone.yaml (--config)');
});

command.run();
