/** Schemas for kubeconform, from what an API server says of its kinds. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { writeApiSchemas } from '../../../ci/lab/api-schemas.ts';
import { inScratchFolder } from '../../support/scratch-folder.ts';
import { suite } from '../../support/suite.ts';

const test = suite('schemas of an API server');

const definitions = {
  'io.k8s.api.core.v1.Pod': { type: 'object', properties: { name: { type: 'string' } }, 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }] },
  'io.k8s.api.apps.v1.Deployment': {
    type: 'object',
    properties: { template: { $ref: '#/definitions/io.k8s.api.core.v1.Pod' } },
    'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }],
  },
};

// kubeconform 0.7.0, pkg/registry: the group is what stands before the slash of apiVersion, and `v1` has none.
test('a kind of the core group lies where kubeconform looks for it, below its version', () =>
  inScratchFolder({}, async (folder) => {
    await writeApiSchemas({ definitions }, folder);
    assert.equal((await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort(), ['apps/v1/deployment.json', 'v1/v1/pod.json']);
  }));

test('a schema is closed and brings what it refers to', () =>
  inScratchFolder({}, async (folder) => {
    await writeApiSchemas({ definitions }, folder);
    const schema = JSON.parse(await readFile(join(folder, 'apps/v1/deployment.json'), 'utf8')) as { definitions: Record<string, { additionalProperties?: boolean }> };
    assert.is(schema.definitions['io.k8s.api.core.v1.Pod']?.additionalProperties, false);
  }));

test.run();
