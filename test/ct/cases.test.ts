/** A chart's cases: the values files of its folder ci. */
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { findCases } from '../../tools/chart/cases.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const test = suite('cases of a chart');

test('they come in the order of their names, as results do, a name before those that it begins', () =>
  inScratchFolder({ 'ci/default-backend-values.yaml': '', 'ci/default-values.yaml': '', 'ci/README.md': '' }, async (folder) => {
    assert.equal((await findCases(folder)).map(({ name }) => name), ['default', 'default-backend']);
  }));

test('without the folder there is one: the defaults', () =>
  inScratchFolder({ 'Chart.yaml': '' }, async (folder) => assert.equal(await findCases(folder), [{ name: 'defaults' }])));

test('another folder may hold them', () =>
  inScratchFolder({ 'ci/one-values.yaml': '', 'examples/two-values.yaml': '' }, async (folder) => {
    assert.equal((await findCases(folder, join(folder, 'examples'))).map(({ name }) => name), ['two']);
  }));

test.run();
