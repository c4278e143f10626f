import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { generateKubernetes } from '../../../ci/generate/kubernetes.ts';
import type { OpenApi } from '../../../ci/generate/kubernetes.ts';
import { inScratchFolder } from '../../support/scratch-folder.ts';
import { suite } from '../../support/suite.ts';

const document: OpenApi = {
  info: { version: '1.34' },
  definitions: {
    'io.k8s.api.core.v1.Probe': {
      description: 'Probe checks a container. More words.\n\nPossible enum values:\n - `"a"`',
      type: 'object',
      required: ['port'],
      properties: {
        port: { $ref: '#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString', description: 'A port.' },
        scheme: { type: 'string', enum: ['HTTP', 'HTTPS'], format: 'x', default: 'HTTP' },
        limits: { type: 'object', additionalProperties: { $ref: '#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity' } },
        actions: { type: 'array', items: { $ref: '#/definitions/io.k8s.api.core.v1.Action' }, 'x-kubernetes-list-type': 'atomic' },
      },
    },
    'io.k8s.api.core.v1.Action': { type: 'object', properties: { again: { $ref: '#/definitions/io.k8s.api.core.v1.Probe' } } },
    'io.k8s.api.core.v1.Unused': { type: 'object' },
    'io.k8s.api.apps.v1.Twice': { type: 'object' },
    'io.k8s.api.batch.v1.Twice': { type: 'object' },
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: 'string', format: 'int-or-string' },
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
  },
};

async function generated(source: string, given: OpenApi = document): Promise<any> {
  return inScratchFolder({ 'schema/agent.yaml': source }, async (folder) => {
    await generateKubernetes(folder, given);
    return JSON.parse(await readFile(join(folder, 'schema/kubernetes.json'), 'utf8'));
  });
}

const kubernetes = suite('the Kubernetes types of the schema');

kubernetes('are those that the sources name, with all that they hold, and no others', async () => {
  const { definitions } = await generated("$ref: 'kubernetes.json#/definitions/Probe'\n");
  assert.equal(Object.keys(definitions), ['Action', 'IntOrString', 'Probe', 'Quantity']);
});

kubernetes('keep types and what is required, and drop choices, so that a newer API server may know more', async () => {
  const { definitions } = await generated("$ref: 'kubernetes.json#/definitions/Probe'\n");
  assert.equal(definitions.Probe.required, ['port']);
  assert.equal(definitions.Probe.properties.scheme, { type: 'string' });
  assert.equal(definitions.Probe.properties.port, { $ref: '#/definitions/IntOrString' });
  assert.is(definitions.Probe.additionalProperties, undefined);
  assert.is(definitions.Probe.description, 'Probe checks a container.');
});

kubernetes('take numbers where the API does', async () => {
  const { definitions } = await generated("$ref: 'kubernetes.json#/definitions/Probe'\n");
  assert.equal(definitions.IntOrString.type, ['integer', 'string']);
  const quantity = new RegExp(definitions.Quantity.pattern, 'u');
  for (const good of ['100m', '1Gi', '0.5', '.5', '1e3', '-1', '2k']) assert.ok(quantity.test(good), good);
  for (const bad of ['1 Gi', '1GB', 'm', '1,5', '']) assert.not.ok(quantity.test(bad), bad);
});

kubernetes('name their source by version and by a digest that does not depend on its order', async () => {
  const reversed = { ...document, definitions: Object.fromEntries(Object.entries(document.definitions).reverse()) };
  const [one, other] = [await generated('{}'), await generated('{}', reversed)];
  assert.match(one.$comment, 'Kubernetes 1.34 (sha256 of its definitions: ');
  assert.is(one.$comment, other.$comment);
});

kubernetes('are refused when their name is unknown or stands for two', async () => {
  for (const [name, words] of [['Gone', 'knows no stable types called Gone'], ['Twice', 'knows 2 stable types called Twice']] as const) {
    let message = '';
    await generated(`$ref: 'kubernetes.json#/definitions/${name}'\n`).catch((error: Error) => (message = error.message));
    assert.match(message, words);
  }
});

kubernetes('that are committed come from an API server', async () => {
  assert.match(await readFile('schema/kubernetes.json', 'utf8'), /from \/openapi\/v2 of Kubernetes 1\.\d+ /);
});

kubernetes.run();
