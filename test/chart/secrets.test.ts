import * as assert from 'uvu/assert';
import { notes, pick, template, templateText } from '../support/helm.ts';
import { controllerTemplate } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite("the agent's keys");
const keys = { accessKeyId: 'example-access-key-id', secretAccessKey: 'example-secret-access-key' };

test('no Secret is made of them unless asked for', async () => {
  assert.equal((await template({ agent: { site: 'my-site', credentials: keys } })).filter(({ kind, metadata }) => kind === 'Secret' && !metadata.name.endsWith('-admission')), []);
});

test('a Secret made from values holds the keys under the names that the agent reads', async () => {
  const rendered = await template({ agent: { site: 'my-site', credentials: { ...keys, create: true, keys: { accessKeyId: 'ID' } } } });
  const secret = pick(rendered, 'Secret', 'my-site');
  assert.is(secret.metadata.name, 'sigsci.my-site');
  const plain = Object.fromEntries(Object.entries(secret.data).map(([name, value]) => [name, Buffer.from(String(value), 'base64').toString()]));
  assert.equal(plain, { ID: keys.accessKeyId, secretaccesskey: keys.secretAccessKey });
});

test('the keys stand in the Secret alone: in no other object, and not in the notes', async () => {
  for (const agent of [{ credentials: { ...keys, create: true } }, { mode: 'service', credentials: { ...keys, create: true } }, { credentials: keys }]) {
    const others = (await template({ agent })).filter(({ kind }) => kind !== 'Secret');
    for (const text of [JSON.stringify(others), await notes({ agent })]) {
      for (const key of Object.values(keys)) {
        assert.not.match(text, key);
        assert.not.match(text, Buffer.from(key).toString('base64'));
      }
    }
  }
});

test('new keys bring new pods, when the chart keeps them', async () => {
  const mark = async (secretAccessKey: string) =>
    controllerTemplate(await template({ agent: { credentials: { ...keys, create: true, secretAccessKey } } })).metadata.annotations['checksum/agent-keys'];
  assert.is.not(await mark('one'), await mark('two'));
  assert.is(await mark('one'), await mark('one'));
});

test('that mark tells neither a hash of the keys alone nor which releases share them', async () => {
  const mark = async (release: string, namespace: string) =>
    controllerTemplate(await template({ agent: { credentials: { ...keys, create: true } } }, { release, namespace })).metadata.annotations['checksum/agent-keys'];
  const marks = [await mark('one', 'ns'), await mark('two', 'ns'), await mark('one', 'other')];
  assert.is(new Set(marks).size, 3);
  for (const text of marks) assert.match(text, /^[0-9a-f]{16}$/);
});

test('no key comes back in what a refusal says', async () => {
  const said = await templateText({ agent: { credentials: { ...keys, create: true, existingSecret: 'mine' } } }).catch((error: Error) => error.message);
  assert.match(said, 'agent-credentials-single-source');
  for (const key of Object.values(keys)) assert.not.match(said, key);
});

test.run();
