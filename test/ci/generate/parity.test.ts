/** The table of what is not as in the ingress-nginx chart. */
import * as assert from 'uvu/assert';
import { parityTable } from '../../../ci/generate/parity.ts';
import { suite } from '../../support/suite.ts';

const test = suite('parity table');

const table = parityTable(
  [
    { key: 'a.same', default: 1, probe: 2, changes: [] },
    { key: 'a.other', default: 1, probe: 2, changes: [] },
    { key: 'a.hidden', probe: 2, changes: [] },
    { key: 'a.changed', default: 1, probe: 2, changed: 'it counts otherwise' },
    { key: 'a.gone', default: 1, probe: 2, refused: 'a.same' },
    { key: 'a.b.jobs.name', probe: 2, refused: 'nothing' },
    { key: 'a.b.jobs.image', probe: 2, refused: 'nothing' },
  ],
  { a: { same: 1, other: 3 } },
);

test('counts every key, and has a line for each that is not as it was', () => {
  assert.equal(table.split('\n'), [
    'Of 7 keys 3 mean the same, 1 something else, and 3 are refused.', '',
    '| key | here | |', '|---|---|---|',
    '| `a.other` | another default | `3` instead of `1` |',
    '| `a.changed` | changed | it counts otherwise |',
    '| `a.gone` | refused | instead: a.same |',
    '| `a.b.jobs.*` | refused | instead: nothing |', '',
  ]);
});

test.run();
