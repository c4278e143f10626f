import * as assert from 'uvu/assert';
import { createValidator } from '../../tools/schema/create-validator.ts';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { suite } from '../support/suite.ts';

/** What is said of `value`: each finding as `path keyword`. */
async function said(schema: object, value: unknown): Promise<string[]> {
  const validate = await createValidator(schema as JsonSchema);
  return validate(value).map(({ path, keyword }) => `${path.join('.')} ${keyword}`);
}

const places = suite('the place of a refusal');

places('is the unknown key, not the map around it', async () => {
  const schema = { properties: { a: { additionalProperties: false } } };
  assert.equal(await said(schema, { a: { b: 1 } }), ['a.b additionalProperties']);
  assert.equal(await said(schema, { a: {} }), []);
});

places('is the key that is missing, or whose name is refused', async () => {
  const schema = { properties: { a: { required: ['b'], propertyNames: { pattern: '^b', maxLength: 1 } } } };
  assert.equal(await said(schema, { a: {} }), ['a.b required']);
  assert.equal(await said(schema, { a: { b: 1, cd: 1, ef: 1 } }), ['a.cd propertyNames', 'a.ef propertyNames']);
  assert.equal(await said(schema, { a: { b: null } }), []);
});

places('is the item of a list, by its number', async () => {
  const validate = await createValidator({ items: { properties: { '1': { type: 'string' } } } });
  assert.equal(validate([{}, { '1': 1 }]).map(({ path }) => path), [[1, '1']]);
});

places('may be a key with signs that JSON pointers use', async () => {
  assert.equal(await said({ additionalProperties: { type: 'string' } }, { 'a/b~c.d': 1, 'e f%': '' }), ['a/b~c.d type']);
});

places('is a key where nothing is allowed', async () => {
  assert.equal(await said({ patternProperties: { '^x-': false } }, { 'x-a': 1, a: 1 }), ['x-a false']);
});

places.run();

const findings = suite('the refusals of a value');

findings('are all told, each once', async () => {
  const schema = { properties: { a: { type: 'string', maxLength: 1, pattern: '^b$' }, c: { type: 'string' } }, additionalProperties: false };
  assert.equal((await said(schema, { d: 1, c: 1, a: 'ab' })).sort(), ['a maxLength', 'c type', 'd additionalProperties']);
  assert.equal(await said({ allOf: [{ $ref: '#/definitions/a' }, { $ref: '#/definitions/a' }], definitions: { a: { type: 'string' } } }, 1), [' type']);
});

findings('carry the subschema that explains them, and the value', async () => {
  const schema = { properties: { a: { $ref: '#/definitions/a~1b' } }, definitions: { 'a/b': { enum: ['b'], 'x-message': 'only b' } } };
  const validate = await createValidator(schema);
  assert.equal(validate({ a: 'c' }), [{ path: ['a'], keyword: 'enum', schema: { enum: ['b'], 'x-message': 'only b' }, value: 'c' }]);
});

findings('carry the value of an unknown key, a refused name, and the words for names', async () => {
  const names = { pattern: '^a', 'x-message': 'a name that begins with a' };
  const validate = await createValidator({ propertyNames: { $ref: '#/definitions/names' }, properties: {}, additionalProperties: false, definitions: { names } });
  assert.equal(validate({ b: 1 }).map(({ keyword, value }) => [keyword, value]).sort(), [['additionalProperties', 1], ['propertyNames', 'b']]);
  assert.equal(validate({ b: 1 }).find(({ keyword }) => keyword === 'propertyNames')?.schema, names);
});

findings('of a condition are those of its consequence', async () => {
  const schema = { if: { type: 'integer' }, then: { maximum: 1 }, else: { type: 'string' } };
  assert.equal(await said(schema, 2), [' maximum']);
  assert.equal(await said(schema, true), [' type']);
  assert.equal(await said(schema, 1), []);
});

findings.run();

const choices = suite('a choice that no branch accepts');

const named = { type: 'object', properties: { kind: { enum: ['a'] } }, required: ['kind', 'name'] };

choices('is told in its own words when it has some', async () => {
  const schema = { properties: { a: { anyOf: [{ type: 'string' }, { type: 'integer' }], 'x-message': 'a word or a number' } } };
  assert.equal(await said(schema, { a: 1.5 }), ['a anyOf']);
  assert.equal(await said(schema, { a: 1 }), []);
});

choices('is told by the branch for values of this type, else by the one that refuses least', async () => {
  const schema = { anyOf: [{ type: 'string' }, named, { type: 'object', required: ['x', 'y', 'z'] }] };
  assert.equal((await said(schema, { kind: 'b' })).sort(), ['kind enum', 'name required']);
  assert.equal(await said(schema, { kind: 'b', name: '' }), ['kind enum']);
  assert.equal(await said(schema, 1), [' type']);
});

choices('is told by its branch wherever that is defined, also by one inside another, and for each item by itself', async () => {
  const node = { type: 'object', properties: { below: { items: { $ref: '#/definitions/choice' } }, size: { type: 'integer' } }, additionalProperties: false };
  const schema = { $ref: '#/definitions/choice', definitions: { choice: { oneOf: [{ type: 'string' }, { $ref: '#/definitions/node' }] }, node } };
  assert.equal(await said(schema, { below: [{ size: 'x' }, 'a', { below: [{ size: true, colour: 1 }] }] }), [
    'below.0.size type',
    'below.2.below.0.colour additionalProperties',
    'below.2.below.0.size type',
  ]);
});

choices('leaves what was refused beside it', async () => {
  const schema = { properties: { a: { type: 'string' }, b: { anyOf: [{ type: 'string' }, { type: 'integer' }] } }, required: ['c'] };
  assert.equal((await said(schema, { a: 1, b: true })).sort(), ['a type', 'b type', 'c required']);
});

choices('that two branches accept where one may is told as such', async () => {
  assert.equal(await said({ oneOf: [{ minimum: 0 }, { maximum: 0 }, { type: 'string' }] }, 0), [' oneOf']);
  assert.equal(await said({ oneOf: [{ minimum: 0 }, { maximum: 0 }, { type: 'string' }] }, 1), []);
});

choices.run();

const schemas = suite('a schema that is known only at run time');

schemas('is read as Helm reads it: nothing beside $ref counts, nor does format', async () => {
  const definitions = { a: { type: 'string' } };
  assert.equal(await said({ properties: { a: { $ref: '#/definitions/a', maxLength: 1 } }, definitions }, { a: 'long' }), []);
  assert.equal(await said({ format: 'ipv4' }, 'long'), []);
  assert.equal(await said({ multipleOf: 0.1 }, 0.3), []);
  assert.equal(await said({ multipleOf: 0.1 }, 0.35), [' multipleOf']);
});

schemas('may name another draft, and unknown keywords', async () => {
  assert.equal(await said({ $schema: 'https://json-schema.org/draft/2020-12/schema', example: 1, type: 'string' }, 1), [' type']);
});

schemas('is not fooled by keys that every object has', async () => {
  assert.equal(await said({ required: ['toString'], properties: { valueOf: { type: 'string' } } }, {}), ['toString required']);
  const odd: unknown = JSON.parse('{"constructor": 1, "__proto__": 1}');
  assert.equal(await said({ properties: { a: {} }, additionalProperties: false }, odd), ['constructor additionalProperties', '__proto__ additionalProperties']);
});

for (const [what, schema] of [
  ['a reference that leads nowhere', { $ref: '#/definitions/gone' }],
  ['a reference to another file', { $ref: 'other.json' }],
  ['a reference in a circle', { $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/a' } } }],
  ['a type that is none', { type: 'strin' }],
  ['a pattern that is none', { pattern: '(' }],
] as const) {
  schemas(`is refused with ${what}, in one line`, async () => {
    const refused = await createValidator(schema as unknown as JsonSchema, 'a.json').catch((error: Error) => error);
    assert.instance(refused, Error);
    assert.is((refused as Error).name, 'UserError');
    assert.match((refused as Error).message, /^a\.json cannot be compiled \([^\n]+\); repair it first$/);
  });
}

schemas.run();
