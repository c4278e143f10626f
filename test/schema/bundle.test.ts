import * as assert from 'uvu/assert';
import { bundle } from '../../tools/schema/bundle.ts';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { suite } from '../support/suite.ts';

const bundling = suite('bundle');

const sources = (files: Record<string, JsonSchema>) => new Map(Object.entries(files));
const entry = (part: JsonSchema, others: Record<string, JsonSchema> = {}) => bundle(sources({ 'root.yaml': { properties: { a: part } }, ...others }), 'root.yaml');

bundling('puts a whole file in the place of its reference', () => {
  const { properties } = entry({ $ref: 'part/a.yaml' }, { 'part/a.yaml': { type: 'string' } });
  assert.equal(properties, { a: { type: 'string' } });
});

bundling('reads references relative to the file that holds them', () => {
  const { properties, definitions } = entry({ $ref: 'part/a.yaml' }, {
    'part/a.yaml': { type: 'array', items: { $ref: '../shared.yaml#/definitions/port' } },
    'shared.yaml': { definitions: { port: { type: 'integer' } } },
  });
  assert.equal(properties, { a: { type: 'array', items: { $ref: '#/definitions/port' } } });
  assert.equal(definitions, { port: { type: 'integer' } });
});

bundling('keeps the definitions that are used, also by each other and in a circle, and drops the rest', () => {
  const definitions = {
    used: { properties: { b: { $ref: '#/definitions/inner' } } },
    inner: { properties: { c: { $ref: '#/definitions/used' } } },
    unused: { type: 'string' },
  };
  const result = entry({ $ref: 'shared.yaml#/definitions/used' }, { 'shared.yaml': { definitions } });
  assert.equal(Object.keys(result.definitions ?? {}), ['inner', 'used']);
});

bundling('refuses a reference to a file or a definition that is not there, and says how Kubernetes types are fetched', () => {
  assert.throws(() => entry({ $ref: 'gone.yaml' }), 'schema/root.yaml: there is no schema/gone.yaml');
  assert.throws(() => entry({ $ref: 'b.yaml#/definitions/gone' }, { 'b.yaml': {} }), 'does not define gone');
  assert.throws(() => entry({ $ref: 'kubernetes.json#/definitions/Pod' }, { 'kubernetes.json': {} }), 'npm run gen -- --kubernetes');
});

bundling('refuses a keyword beside a reference', () => {
  assert.throws(() => entry({ $ref: '#/definitions/b', minimum: 1 }), 'minimum beside $ref');
});

bundling('refuses one name for two definitions', () => {
  const twice = { 'b.yaml': { definitions: { port: { type: 'integer' } } }, 'c.yaml': { definitions: { port: { type: 'string' } } } };
  assert.throws(() => entry({ items: { $ref: 'b.yaml#/definitions/port' }, not: { $ref: 'c.yaml#/definitions/port' } }, twice), 'both define port');
});

bundling('does not change its sources', () => {
  const part = { properties: { a: { $ref: 'b.yaml' } } };
  bundle(sources({ 'root.yaml': part, 'b.yaml': { type: 'string' } }), 'root.yaml');
  assert.equal(part, { properties: { a: { $ref: 'b.yaml' } } });
});

bundling.run();
