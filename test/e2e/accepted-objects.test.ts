/** Every object of every case, held against the API server: by a dry run of its own, and by kubeconform with its schemas. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { schemaLocation, writeApiSchemas } from '../../ci/lab/api-schemas.ts';
import type { Definitions } from '../../ci/lab/api-schemas.ts';
import { ownClass } from '../../ci/scenario/beside-others.ts';
import { createNamespace, deleteNamespace, inLab } from '../../ci/scenario/cluster.ts';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { chartCases } from '../support/chart-cases.ts';
import { testLab } from '../support/lab.ts';
import { suite } from '../support/suite.ts';

const { lab } = await testLab();
const namespace = 'accepted-objects';
const objects = suite('what the API server says of every object');
let schemas = '';

objects.before(async () => {
  await deleteNamespace(lab, namespace);
  await createNamespace(lab, namespace);
  schemas = await mkdtemp(join(tmpdir(), 'sigsci-api-schemas-'));
  await writeApiSchemas(JSON.parse(await inLab(lab, ['kubectl', 'get', '--raw', '/openapi/v2'])) as Definitions, schemas);
});

objects.after(async () => {
  await rm(schemas, { recursive: true, force: true });
  await deleteNamespace(lab, namespace);
});

/** What kubeconform finds in a manifest, nothing when it is content. */
async function kubeconform(manifest: string): Promise<string> {
  const { stdout, stderr } = await attempt([await tool('kubeconform'), '-strict', '-summary', '-schema-location', schemaLocation(schemas)], { input: manifest });
  return /Invalid: 0, Errors: 0, Skipped: 0/.test(stdout) ? '' : stdout + stderr;
}

/** A class and a release name of its own: others' classes live in the same cluster. */
function rendered(file: string): Promise<string> {
  return inLab(lab, ['helm', 'template', 'accepted', 'chart', '--namespace', namespace, '--values', file, '--set', ownClass('accepted')]);
}

/** What cannot be installed in the lab, because the program behind its kinds is not there. */
const fixtures = readdirSync('test/fixtures/accepted').map((file) => ({ name: file, file: `test/fixtures/accepted/${file}` }));

for (const { name, file } of [...chartCases, ...fixtures]) {
  objects(`${name}: accepted by the API server and by its schemas`, async () => {
    const manifest = await rendered(file);
    const { code, stderr } = await lab.exec(['kubectl', 'apply', '--server-side', '--dry-run=server', '--namespace', namespace, '-f', '-'], { input: manifest });
    assert.is(code, 0, stderr);
    assert.is(await kubeconform(manifest), '');
  });
}

objects('kubeconform finds a field that the API server does not know', async () => {
  const manifest = await rendered('chart/ci/default-values.yaml');
  assert.match(await kubeconform(manifest.replace('terminationGracePeriodSeconds:', 'terminationGraceSeconds:')), /additional properties 'terminationGraceSeconds' not allowed/i);
});

objects.run();
