/** `helm test` tells an inspected request from one that merely arrived. */
import * as assert from 'uvu/assert';
import { createAgentKeys, createNamespace, deleteNamespace, inLab } from '../../../ci/scenario/cluster.ts';
import { testLab } from '../../support/lab.ts';
import { suite } from '../../support/suite.ts';

const { lab, installArguments } = await testLab();
const hook = suite('helm test');
const namespace = 'helm-test';
const release = ['sigsci-ingress', '-n', namespace];

/** Upgrades to the given values, waits until they serve, and runs the release's test. */
async function helmTest(values: readonly string[]): Promise<{ code: number; text: string }> {
  const common = [...installArguments, '--set', 'agent.site=my-site,controller.replicaCount=1'];
  const set = values.flatMap((value) => ['--set', value]);
  await inLab(lab, ['helm', 'upgrade', '--install', ...release.slice(0, 1), './chart', ...release.slice(1), ...common, ...set, '--wait', '--timeout', '4m']);
  const { code, stdout, stderr } = await lab.exec(['helm', 'test', ...release, '--timeout', '2m', '--logs']);
  return { code, text: stdout + stderr };
}

hook.before(async () => {
  await deleteNamespace(lab, namespace);
  await createNamespace(lab, namespace);
  await createAgentKeys(lab, namespace, 'sigsci.my-site');
});

hook.after(async () => {
  await lab.exec(['helm', 'uninstall', ...release]);
  await deleteNamespace(lab, namespace, false);
});

hook('passes when the agent has answered', async () => {
  const { code, text } = await helmTest([]);
  assert.is(code, 0, text);
});

hook('fails when the module finds no agent', async () => {
  const { code, text } = await helmTest(['agent.mode=external', 'agent.external.host=127.0.0.1', 'agent.external.port=9']);
  assert.is.not(code, 0, text);
});

hook('fails when nginx runs without the module', async () => {
  const { code, text } = await helmTest(['module.text.loadModule=# no module', 'module.text.agentHost=# no agent']);
  assert.is.not(code, 0, text);
});

hook('passes with mode none, where nothing is expected to inspect', async () => {
  const { code, text } = await helmTest(['agent.mode=none']);
  assert.is(code, 0, text);
});

hook.run();
