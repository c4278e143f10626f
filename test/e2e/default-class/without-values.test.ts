/** An install without any agent value: the pods wait for a Secret that the notes tell how to make. */
import * as assert from 'uvu/assert';
import { createNamespace, deleteNamespace, getJson, inLab } from '../../../ci/scenario/cluster.ts';
import { controllerPodNames } from '../../../ci/scenario/release.ts';
import type { Release } from '../../../ci/scenario/release.ts';
import { until } from '../../../ci/scenario/until.ts';
import { whenDoubles } from '../../support/judged.ts';
import { testLab } from '../../support/lab.ts';
import { suite } from '../../support/suite.ts';

const { lab, installArguments } = await testLab();
const release: Release = { name: 'sigsci-ingress', namespace: 'without-values' };
const inNamespace = ['-n', release.namespace];
const bare = suite('install without values');
let notes = '';

bare.before(async () => {
  await deleteNamespace(lab, release.namespace);
  await createNamespace(lab, release.namespace);
  notes = await inLab(lab, ['helm', 'install', release.name, './chart', ...inNamespace, ...installArguments]);
});

bare.after(async () => {
  await inLab(lab, ['helm', 'uninstall', release.name, ...inNamespace]);
  await deleteNamespace(lab, release.namespace, false);
});

bare('waits for the Secret and says so in an event', async () => {
  const message = await until('an event about the Secret', 60, missingSecretEvent);
  assert.match(message, 'sigsci-ingress-agent-keys');
});

whenDoubles(bare, 'the keys that the test fills in are throwaway ones')('becomes Ready after the command that the notes print', async () => {
  const command = notes.match(/kubectl create secret generic (?:.*\\\n)*.*/)?.[0];
  assert.ok(command, `the notes print no kubectl command:\n${notes}`);
  const filled = command.replace(/(--from-literal=[a-z]+=)\S+/g, "$1'a-throwaway-key'");
  await inLab(lab, ['bash', '-c', filled]);
  await inLab(lab, ['kubectl', 'rollout', 'status', 'deployment/sigsci-ingress-controller', ...inNamespace, '--timeout=180s']);
});

async function missingSecretEvent(): Promise<string | undefined> {
  const names = await controllerPodNames(lab, release);
  const events = await getJson<{ items: { message: string; involvedObject: { name: string } }[] }>(lab, ['events', ...inNamespace]);
  const ours = events.items.filter((event) => names.includes(event.involvedObject.name));
  return ours.find((event) => /secret .* not found/i.test(event.message))?.message;
}

bare.run();
