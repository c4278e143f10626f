/** Holds the chart's refusals and the rules of lint together: same names, same verdict on the same files. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { rules } from '../../tools/lint/rules/index.gen.ts';
import { chartFolder, refusal, template } from '../support/helm.ts';
import { lintLayers } from '../support/lint.ts';
import { suite } from '../support/suite.ts';

const fixtures = join(chartFolder, '../test/fixtures/refusals');
const ids = rules.filter(({ severity }) => severity === 'error').map(({ id }) => id);

/** The errors that lint finds in a file, by rule. */
function errorsOf(file: string): string[] {
  const found = lintLayers([readFileSync(file, 'utf8')]).filter(({ severity }) => severity === 'error');
  return [...new Set(found.map(({ rule }) => rule))];
}

const test = suite('refusals of chart and lint');

test('every refusal of the chart is an error rule of the same name, and the other way round', () => {
  const files = readdirSync(join(chartFolder, 'templates')).filter((name) => name.startsWith('_validate') && name !== '_validate_cluster.tpl');
  const validate = files.map((name) => readFileSync(join(chartFolder, 'templates', name), 'utf8')).join('\n');
  const defined = [...validate.matchAll(/define "sigsci-ingress\.validate\.([\w-]+)"/g)].map((match) => match[1] ?? '');
  assert.equal(ids, defined.sort());
});

for (const id of ids) {
  for (const name of readdirSync(join(fixtures, id))) {
    const file = join(fixtures, id, name);

    if (name.startsWith('refused-')) {
      test(`${id}: both refuse ${name}`, async () => {
        assert.equal(errorsOf(file), [id]);
        assert.match(await refusal({}, { files: [file] }), `ERROR [${id}]`);
      });
    } else {
      test(`${id}: both accept ${name}`, async () => {
        assert.equal(errorsOf(file), []);
        assert.is.not((await template({}, { files: [file] })).length, 0);
      });
    }
  }
}

test.run();
