import * as assert from 'uvu/assert';
import type { Path } from '../../tools/values/path.ts';
import { locate, placeOf } from '../../tools/values/locate.ts';
import { readValues } from '../../tools/values/read-values.ts';
import { buildStack, fileLayer } from '../../tools/values/stack.ts';
import type { SetArguments } from '../../tools/values/stack.ts';
import { suite } from '../support/suite.ts';

const test = suite('places');

const below = fileLayer('defaults', 'defaults', readValues('a:\n  b: 1\n  c: 2\nl:\n  - x\n'));

/** Where a path stands: `layer line:column of the key → line:column of the value`. */
function where(path: Path, files: readonly string[], args: SetArguments = {}): string {
  const layers = files.map((text, index) => fileLayer('file', `file${index + 1}`, readValues(text)));
  const stack = buildStack({ defaults: below.values, subcharts: [] }, below, layers, args, String);
  const located = locate(stack.layers, path);
  if (!located) return 'nowhere';
  const [key, value] = [located.found.key, located.found.value].map((range) => placeOf(located.layer.text, range));
  return `${located.layer.name} ${key?.line}:${key?.column} → ${value?.line}:${value?.column}${located.exact ? '' : ' (above it)'}`;
}

for (const [title, path, files, args, expected] of [
  ['a default', ['a', 'b'], [], {}, 'defaults 2:3 → 2:6'],
  ['the last file that has it', ['a', 'b'], ['a: {b: 2}', '# c\na: {b: 3}', 'a: {c: 3}'], {}, 'file2 2:5 → 2:8'],
  ['an item of the list that replaced the default', ['l', 1], ['l: [y, z]'], {}, 'file1 1:8 → 1:8'],
  ['what holds it when nobody has it', ['a', 'z'], ['a: {b: 2}'], {}, 'file1 1:1 → 1:4 (above it)'],
  ['an argument', ['a', 'b'], ['a: {b: 2}'], { set: ['l[0]=q,a.b=9'] }, '--set 1:8 → 1:12'],
  ['below JSON in an argument', ['a', 'b', 'c'], [], { 'set-json': ['a={"b":{"c":1}}'] }, '--set-json 1:1 → 1:3'],
  ['an alias', ['p', 'b'], ['x: &x {b: 1}\np: *x'], {}, 'file1 1:8 → 1:11'],
  ['a merge key', ['p', 'b'], ['x: &x {b: 1}\np: {<<: *x, c: 1}'], {}, 'file1 1:8 → 1:11'],
  ['the last of two equal keys', ['a', 'b'], ['a:\n  b: 1\n  b: 2'], {}, 'file1 3:3 → 3:6'],
  ['the second document', ['a', 'b'], ['a: {b: 1}\n---\n\na: {b: 2}'], {}, 'file1 4:5 → 4:8'],
  ['a key that is called otherwise in YAML', ['true'], ['on: 1'], {}, 'file1 1:1 → 1:5'],
  ['behind a block of text', ['p'], ['o: |\n  p: 1\np: 2'], {}, 'file1 3:1 → 3:4'],
] as const) {
  test(`${title} is found`, () => {
    assert.is(where(path, files, args as SetArguments), expected);
  });
}

test.run();
