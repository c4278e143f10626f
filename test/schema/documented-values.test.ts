import * as assert from 'uvu/assert';
import { documentedValues } from '../../tools/schema/documented-values.ts';
import { suite } from '../support/suite.ts';

const documented = suite('documentedValues');

const one = (text: string) => documentedValues(text).map(({ path, value, description }) => [path.join('/'), value, description]);

documented('reads the sentence above a key, over several lines', () => {
  assert.equal(one('# -- Number of pods,\n# at least one.\nreplicas: 2\n'), [['replicas', 2, 'Number of pods, at least one.']]);
});

documented('takes the last sentence of a block, and none across a blank line or without its mark', () => {
  assert.equal(one('# -- Of a key that is commented out.\n# other: 1\n# -- Of this one.\nkey: 1\n'), [['key', 1, 'Of this one.']]);
  assert.equal(one('# -- Of nothing.\n\nkey: 1\n'), [['key', 1, '']]);
  assert.equal(one('# A section.\nkey: 1\n'), [['key', 1, '']]);
});

documented('goes into maps, not into lists, and keeps dots within a key', () => {
  const text = '# -- Labels.\nselector:\n  kubernetes.io/os: linux\nlist:\n  - a: 1\n';
  assert.equal(one(text), [['selector', { 'kubernetes.io/os': 'linux' }, 'Labels.'], ['selector/kubernetes.io/os', 'linux', ''], ['list', [{ a: 1 }], '']]);
});

documented.run();
