import * as assert from 'uvu/assert';
import { applySet } from '../../tools/values/set/parse-set.ts';
import { formatPath, valueAt } from '../../tools/values/path.ts';
import type { ValueMap } from '../../tools/values/value.ts';
import { suite } from '../support/suite.ts';

const test = suite('paths');

for (const [path, text] of [
  [[], ''],
  [['agent', 'mode'], 'agent.mode'],
  [['list', 0, 'name'], 'list[0].name'],
  [['podLabels', 'a.b/c'], 'podLabels.a\\.b/c'],
  [['a,b=c[d]{e}\\'], 'a\\,b\\=c\\[d\\]\\{e\\}\\\\'],
] as const) {
  test(`${JSON.stringify(path)} is ${text || 'empty'}, and --set understands it`, () => {
    assert.is(formatPath(path), text);
    if (path.length === 0) return;
    const values: ValueMap = {};
    applySet('set', `${text}=here`, values, String);
    assert.is(valueAt(values, path), 'here');
  });
}

test('valueAt finds own keys only', () => {
  assert.is(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b']), 1);
  assert.is(valueAt({}, ['toString']), undefined);
  assert.is(valueAt({ a: null }, ['a', 'b']), undefined);
});

test.run();
