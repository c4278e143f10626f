import * as assert from 'uvu/assert';
import { UserError } from '../../tools/errors.ts';
import { placeholderRelease, surroundings } from '../../tools/ct/surroundings.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const around = suite('what is made around a case');

const withClass = 'controller:\n  ingressClass: nginx\n  ingressClassResource:\n    name: nginx\n    controllerValue: k8s.io/ingress-nginx\n';
const withCredentials = 'agent:\n  credentials:\n    existingSecret: ""\n';

const make = (values: string, secrets: Readonly<Record<string, string[]>> = {}) =>
  inScratchFolder({ 'values.yaml': values }, (chart) =>
    surroundings(chart, 'sidecar', { secrets: new Map(Object.entries(secrets)), takesNodePort: false, confidential: [] }),
  );

around('a namespace of its own, another one each time', async () => {
  const [first, second] = [await make(''), await make('')];
  assert.match(first.namespace, /^ct-sidecar-[0-9a-f]{6}$/);
  assert.is.not(first.namespace, second.namespace);
});

around('a class of its own where the chart has one', async () => {
  const { sets, namespace } = await make(withClass);
  assert.equal(sets, [
    `--set=controller.ingressClassResource.name=${namespace}`,
    `--set=controller.ingressClassResource.controllerValue=k8s.io/${namespace}`,
    `--set=controller.ingressClass=${namespace}`,
  ]);
  assert.equal((await make('sky: blue\n')).sets, []);
});

around('the Secrets that the pods read, with a random text for each key', async () => {
  const { objects, confidential, sets } = await make(withCredentials, { 'sigsci.shop': ['accesskeyid', 'secretaccesskey'] });
  const secret = objects[1] as { metadata: { name: string }; stringData: Record<string, string> };
  assert.is(secret.metadata.name, 'sigsci.shop');
  assert.equal(Object.keys(secret.stringData), ['accesskeyid', 'secretaccesskey']);
  assert.equal(Object.values(secret.stringData), confidential);
  assert.is(new Set(confidential).size, 2);
  assert.equal(sets, []);
});

around('a Secret under a name of ours when its own would hold the name of the release', async () => {
  const { objects, sets } = await make(withCredentials, { [`${placeholderRelease}-sigsci-ingress-agent-keys`]: ['accesskeyid'] });
  assert.is((objects[1] as { metadata: { name: string } }).metadata.name, 'ct-agent-keys');
  assert.equal(sets, ['--set=agent.credentials.existingSecret=ct-agent-keys']);
});

around('a refusal when such a Secret cannot be renamed', async () => {
  const error = await make('sky: blue\n', { [`${placeholderRelease}-keys`]: ['any'] }).catch((reason) => reason);
  assert.instance(error, UserError);
  assert.match(error.message, 'the pods read the Secret <release>-keys');
});

around.run();
