import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { createValidator } from '../../tools/schema/validate.ts';
import { plainAjv } from './judges.ts';

/** One keyword with a value that it accepts and its neighbour that it refuses. */
const keywords: readonly (readonly [keyword: string, schema: JsonSchema, accepted: unknown, refused: unknown])[] = [
  ['type', { type: 'integer' }, 2, 2.5],
  ['type', { type: ['string', 'null'] }, null, 0],
  ['type', { type: 'object' }, {}, []],
  ['enum', { enum: ['a', 1, [2]] }, [2], [3]],
  ['const', { const: false }, false, 0],
  ['pattern', { pattern: '^[a-z]+$' }, 'abc', 'aBc'],
  ['minLength', { minLength: 2 }, 'äb', 'ä'],
  ['maxLength', { maxLength: 2 }, '😀😀', 'abc'],
  ['minimum', { minimum: 1 }, 1, 0],
  ['maximum', { maximum: 1 }, 1, 2],
  ['exclusiveMinimum', { exclusiveMinimum: 1 }, 1.1, 1],
  ['exclusiveMaximum', { exclusiveMaximum: 1 }, 0.9, 1],
  ['multipleOf', { multipleOf: 5 }, 10, 11],
  ['minItems', { minItems: 1 }, [0], []],
  ['maxItems', { maxItems: 1 }, [0], [0, 1]],
  ['uniqueItems', { uniqueItems: true }, [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 1 }]],
  ['minProperties', { minProperties: 1 }, { a: 1 }, {}],
  ['maxProperties', { maxProperties: 1 }, { a: 1 }, { a: 1, b: 1 }],
  ['required', { required: ['a'] }, { a: null }, {}],
  ['additionalProperties', { properties: { a: {} }, additionalProperties: false }, { a: 1 }, { b: 1 }],
  ['type', { properties: { a: {} }, additionalProperties: { type: 'string' } }, { a: 1, b: '' }, { b: 1 }],
  ['additionalProperties', { patternProperties: { '^x-': true }, additionalProperties: false }, { 'x-a': 1 }, { y: 1 }],
  ['type', { patternProperties: { '^x-': { type: 'string' } } }, { 'x-a': '', b: 1 }, { 'x-a': 1 }],
  ['propertyNames', { propertyNames: { pattern: '^a' } }, { ab: 1 }, { ba: 1 }],
  ['type', { items: { type: 'string' } }, ['a'], ['a', 1]],
  ['type', { allOf: [{ type: 'string' }, { maxLength: 1 }] }, 'a', 1],
  ['anyOf', { anyOf: [{ type: 'string' }, { type: 'integer' }], 'x-message': 'x' }, 1, 1.5],
  ['oneOf', { oneOf: [{ minimum: 0 }, { maximum: 0 }], 'x-message': 'x' }, 1, 0],
  ['not', { not: { type: 'string' } }, 1, 'a'],
  ['maximum', { if: { type: 'integer' }, then: { maximum: 1 }, else: { type: 'string' } }, 1, 2],
  ['type', { if: { type: 'integer' }, then: { maximum: 1 }, else: { type: 'string' } }, 'a', true],
  ['type', { $ref: '#/definitions/a~1b', definitions: { 'a/b': { type: 'string' } } }, 'x', 1],
];

const validating = suite('createValidator');

for (const [keyword, schema, accepted, refused] of keywords) {
  validating(`${keyword}: ${JSON.stringify(schema)} accepts ${JSON.stringify(accepted)} and refuses ${JSON.stringify(refused)}, as ajv does`, () => {
    const validate = createValidator(schema);
    assert.equal(validate(accepted), []);
    assert.equal(validate(refused).map((finding) => finding.keyword), [keyword]);
    assert.is(plainAjv().validate(schema, accepted), true);
    assert.is(plainAjv().validate(schema, refused), false);
  });
}

const place = (schema: JsonSchema, value: unknown) => createValidator(schema)(value).map(({ path }) => path.join('.'));

validating('points at the unknown key, not at the map around it', () => {
  assert.equal(place({ properties: { a: { additionalProperties: false } } }, { a: { b: 1 } }), ['a.b']);
});

validating('points at the item of a list', () => {
  assert.equal(place({ items: { properties: { a: { type: 'string' } } } }, [{}, { a: 1 }]), ['1.a']);
});

validating('points at the key that is missing', () => {
  assert.equal(place({ properties: { a: { required: ['b'] } } }, { a: {} }), ['a.b']);
});

validating('reports every fault, in the order of the values', () => {
  const schema = { properties: { a: { type: 'string' }, b: { type: 'string' } }, additionalProperties: false };
  assert.equal(place(schema, { c: 1, b: 1, a: 1 }), ['c', 'b', 'a']);
});

validating('says of a choice without words of its own what its nearest branch says', () => {
  const schema = { anyOf: [{ type: 'string' }, { properties: { kind: { type: 'string' } }, required: ['kind', 'name'] }] };
  assert.equal(createValidator(schema)({ kind: 1, name: 'a' }).map(({ keyword }) => keyword), ['type']);
});

validating('hands out the subschema that explains a refusal', () => {
  const [finding] = createValidator({ properties: { a: { enum: ['b'], 'x-message': 'only b' } } })({ a: 'c' });
  assert.equal(finding?.schema, { enum: ['b'], 'x-message': 'only b' });
});

validating('is not fooled by keys that every object has', () => {
  assert.equal(place({ required: ['toString'] }, {}), ['toString']);
  assert.equal(place({ properties: { a: {} }, additionalProperties: false }, JSON.parse('{"constructor": 1, "__proto__": 1}')), ['constructor', '__proto__']);
});

validating('refuses a schema whose reference leads nowhere or in a circle, in one line', () => {
  assert.throws(() => createValidator({ $ref: '#/definitions/gone' })(1), /#\/definitions\/gone leads nowhere/);
  assert.throws(() => createValidator({ $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/a' } } })(1), /leads nowhere/);
  assert.throws(() => createValidator({ $ref: 'other.json' })(1), /leads nowhere/);
});

validating.run();
