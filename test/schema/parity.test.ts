import * as assert from 'uvu/assert';
import { parityFindings } from '../../ci/generate/checks/values-parity.ts';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { suite } from '../support/suite.ts';

const schema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    mode: { enum: ['a', 'b'] },
    free: { type: 'object', properties: { known: { type: 'string' } }, additionalProperties: { type: 'string' } },
    probe: { $ref: '#/definitions/Probe' },
    hidden: { type: 'integer' },
  },
  definitions: { Probe: { type: 'object', properties: { period: { type: 'integer' } } } },
};

const values = '# -- The mode.\nmode: a\n# -- Free text.\nfree: {}\n# -- A probe.\nprobe:\n  period: 1\n';

const parity = suite('parity of chart/values.yaml and schema/');

parity('holds when every default is declared and every declared leaf has a default or a reason', async () => {
  assert.equal(await parityFindings(schema, values, ['hidden']), []);
});

const find = async (text: string, unset: readonly string[] = ['hidden']): Promise<string> => (await parityFindings(schema, text, unset)).join('\n');

parity('finds a default that is not declared, within a Kubernetes type too', async () => {
  assert.match(await find(`${values}# -- New.\nnew: 1\n`), 'new is not in schema/');
  assert.match(await find(values.replace('period', 'perod')), 'probe.perod is not in schema/');
});

parity('finds a default that the schema refuses', async () => {
  assert.match(await find(values.replace('mode: a', 'mode: c')), "the default of mode is refused by the schema's own enum");
});

parity('finds a key without a comment', async () => {
  assert.match(await find(values.replace('# -- The mode.\n', '')), 'mode has no comment');
});

parity('finds a declared leaf without default, unless it is listed', async () => {
  assert.match(await find(values, []), 'schema/: hidden has no default');
  assert.match(await find('# -- Free text.\nfree: {}\n# -- A probe.\nprobe: {}\n'), 'schema/: mode has no default');
});

parity('finds a listed key that has a default by now, or is declared no more', async () => {
  assert.match(await find(values, ['hidden', 'mode']), 'unset-values.ts: mode has a default');
  assert.match(await find(values, ['hidden', 'gone']), 'unset-values.ts: gone has a default, or is not in schema/');
});

parity.run();
