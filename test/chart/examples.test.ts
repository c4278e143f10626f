/** Each example renders what is stored, without a warning that it does not answer, and keeps to what its first lines say. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { main } from '../../tools/cli/main.ts';
import { chartFolder, pick, template } from '../support/helm.ts';
import type { Rendered } from '../support/helm.ts';
import { lintLayers } from '../support/lint.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { suite } from '../support/suite.ts';

const test = suite('examples');
const folder = join(chartFolder, 'examples');
const root = join(chartFolder, '..');
const files = readdirSync(folder).filter((name) => name.endsWith('-values.yaml'));
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const rendered = (name: string): Promise<Rendered[]> => template({}, { files: [join(folder, name)] });

test('they render what is stored; `npm run snapshot:examples -- --update` accepts a change', async () => {
  const context = recordedContext(root, { SIGSCI_HELM: await tool('helm4') });
  const code = await main(['snapshot', '--ci', '--cases', folder, '--snapshots', join(root, 'test/snapshots/examples')], context);
  assert.is(code, 0, context.said.out + context.said.err);
});

for (const name of files) {
  test(`${name} says in its first line where it is for`, () => assert.match(text(name), /^# [A-Z].{20,}\n/));

  test(`${name} has nothing that lint objects to`, () => {
    assert.equal(lintLayers([text(name)]).map(({ rule, message }) => `${rule}: ${message}`), []);
  });

  test(`${name}: helm lint --strict has nothing to say`, async () => {
    const { code, stdout } = await attempt([await tool('helm4'), 'lint', '--strict', chartFolder, '--values', join(folder, name)]);
    assert.is(code, 0, stdout);
  });
}

for (const [name, place] of [
  ['argo-cd-application.yaml', (manifest) => manifest.spec.source.helm.valuesObject],
  ['flux-helm-release.yaml', (manifest) => manifest.spec.values],
] as [string, (manifest: Rendered) => object][]) {
  test(`the values inside ${name} are taken, with warnings refused, and give the same bytes each time`, async () => {
    const values = place(parse(text(name)));
    assert.equal(lintLayers([JSON.stringify(values)]).filter(({ severity }) => severity === 'error'), []);
    const objects = await template(values as Record<string, unknown>);
    assert.not.ok(objects.some(({ kind }) => kind === 'Secret'), 'no certificate is made while rendering');
  });
}

test('the two sites share no object and no class', async () => {
  const sites = await Promise.all(['shop', 'intranet'].map((site) => template({}, { files: [join(folder, `two-sites-${site}-values.yaml`)], release: site })));
  const [one = [], two = []] = sites.map((objects) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  assert.equal(one.filter((name) => two.includes(name)), []);
});

test('without the internet every image comes from the mirror', async () => {
  const images = (await rendered('air-gapped-values.yaml')).flatMap((object) => JSON.stringify(object).match(/"image":"[^"]+"/g) ?? []);
  assert.ok(images.length >= 2);
  assert.equal(images.filter((image) => !image.startsWith('"image":"registry.example.com/mirror/')), []);
});

test("OpenShift's constraint is bound to the ServiceAccount of the pods", async () => {
  const objects = await rendered('openshift-values.yaml');
  const { subjects } = pick(objects, 'RoleBinding', '-nonroot-v2');
  assert.is(subjects[0].name, pick(objects, 'Deployment').spec.template.spec.serviceAccountName);
});

test.run();
