import * as assert from 'uvu/assert';
import { judgeStack } from '../../tools/lint/judge-stack.ts';
import { sortDiagnostics } from '../../tools/lint/diagnostic.ts';
import type { Rule } from '../../tools/lint/rule.ts';
import { createValidator } from '../../tools/schema/create-validator.ts';
import type { JsonSchema } from '../../tools/schema/json-schema.ts';
import { readValues } from '../../tools/values/read-values.ts';
import { buildStack, fileLayer } from '../../tools/values/stack.ts';
import { suite } from '../support/suite.ts';

const test = suite('judging a stack');

const schema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 1 },
    color: { enum: ['red', 'green'] },
    password: { enum: ['a', 'b'] },
    target: { oneOf: [{ type: 'object', required: ['host'], additionalProperties: false, properties: { host: { type: 'string' }, port: { type: 'integer' } } }, { type: 'string', pattern: '^/' }] },
  },
};

const validate = await createValidator(schema);

function messages(text: string, rules: readonly Rule[] = []): string[] {
  const below = fileLayer('defaults', 'defaults', readValues('size: 3\n'));
  const stack = buildStack({ defaults: below.values, subcharts: [] }, below, [fileLayer('file', 'f', readValues(text))], {}, String);
  return sortDiagnostics(judgeStack(stack, { schema, validate, rules })).map(({ rule, line, column, message }) => `${line}:${column} ${rule} ${message}`);
}

for (const [title, text, expected] of [
  ['an unknown key at the key', 'colour: red', ['1:1 schema/additionalProperties colour is not a key of this chart; did you mean "color"?']],
  ['a wrong value at the value', 'color: gren', ['1:8 schema/enum color is "gren"; allowed: red, green; did you mean "green"?']],
  ['a number below its limit', 'size: 0', ['1:7 schema/minimum size is the integer 0; it must be at least 1']],
  ['a key that null took away', 'size: null', ['1:1 schema/required size is missing; it was removed by null and nothing stands in its place']],
  ['only the nearest of several forms', 'target: {host: x, prot: 1}', ['1:19 schema/additionalProperties target.prot is not a key of this chart; did you mean "port"?']],
  ['no value below a key that speaks of secrets', 'password: hunter2', ['1:11 schema/enum password is a string (not shown); allowed: a, b']],
  ['every finding, in the order of the text', 'color: 1\nsize: x', ['1:8 schema/enum color is the integer 1; allowed: red, green', '2:7 schema/type size is "x"; expected: integer']],
] as const) {
  test(`tells ${title}`, () => {
    assert.equal(messages(text), expected);
  });
}

test('a rule that throws is told, and the next one runs', () => {
  const broken: Rule = { id: 'broken', severity: 'warning', summary: '', check: () => assert.unreachable('secret text') };
  const sound: Rule = { id: 'sound', severity: 'warning', summary: '', check: (_, report) => report(['size'], 'size is odd') };
  const said = messages('size: 1', [broken, sound]);
  assert.is(said.length, 2);
  assert.match(said.join('\n'), 'broken this rule failed (Assertion); please report it with the values file');
  assert.match(said.join('\n'), '1:7 sound size is odd');
  assert.not.match(said.join('\n'), 'secret text');
});

test('a finding about a default is placed where the user caused it', () => {
  const rule: Rule = { id: 'r', severity: 'error', summary: '', check: (_, report) => report(['size'], 'size is too small for red', [['color']]) };
  assert.equal(messages('color: red', [rule]), ['1:8 r size is too small for red']);
  assert.equal(messages('', [rule]), ['1:7 r size is too small for red']);
});

test.run();
