/** New keys of the agent reach every pod under load: nothing fails and nothing passes uninspected. */
import { randomUUID } from 'node:crypto';
import * as assert from 'uvu/assert';
import { whenDoubles } from '../../support/judged.ts';
import { suite } from '../../support/suite.ts';
import { controllerPods, isTerminating } from './support/pods.ts';
import { openSite } from './support/site.ts';
import { nothingLost } from './support/verdict.ts';

const site = await openSite('keys');
const { deployment } = site;
const keys = suite('new keys under load');
const throwaway = whenDoubles(keys, 'it takes throwaway keys');
keys.after(() => site.remove());

/** The access key ids that the agents of the standing pods run with; an id is no secret. */
async function idsInUse(): Promise<string[]> {
  const pods = (await controllerPods(site)).filter((pod) => !isTerminating(pod));
  const ids = pods.map(({ metadata }) => site.kubectl('exec', metadata.name, '--container', 'sigsci-agent', '--', 'sh', '-c', 'echo "$SIGSCI_ACCESSKEYID"'));
  return [...new Set((await Promise.all(ids)).map((id) => id.trim()))];
}

/** Keys of the shape that the console shows, for these tests alone. */
function secret(id: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'sigsci.my-site', namespace: site.namespace }, stringData: { accesskeyid: id, secretaccesskey: randomUUID() } });
}

throwaway('a Secret of the user is rotated: the pods are restarted, as documented', async () => {
  const id = randomUUID();
  const measured = await site.underLoad({ id: 'secret-rotated', event: "the user's Secret is rotated, kubectl rollout restart" }, async () => {
    await site.lab.exec(['kubectl', 'apply', '-f', '-'], { input: secret(id) });
    await site.kubectl('rollout', 'restart', deployment);
    await site.kubectl('rollout', 'status', deployment, '--timeout=180s');
  });
  nothingLost(measured);
  assert.equal(await idsInUse(), [id]);
});

throwaway('a Secret that the chart makes changes: the upgrade alone restarts the pods', async () => {
  const words = (id: string): string[] => [`agent.site=,agent.credentials.create=true,agent.credentials.accessKeyId=${id},agent.credentials.secretAccessKey=${randomUUID()}`];
  const [first, second] = [randomUUID(), randomUUID()];
  await site.upgrade(words(first));
  assert.equal(await idsInUse(), [first]);
  nothingLost(await site.underLoad({ id: 'created-secret-changed', event: 'helm upgrade with other keys in the values' }, () => site.upgrade(words(second))));
  assert.equal(await idsInUse(), [second]);
});

keys.run();
