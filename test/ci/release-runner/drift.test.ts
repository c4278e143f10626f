/** What counts as drift between Helm's record of an object and the cluster. */
import * as assert from 'uvu/assert';
import { differences } from '../../../ci/release-runner/drift.ts';
import { suite } from '../../support/suite.ts';

const test = suite('drift of an object');

for (const [title, recorded, live, found] of [
  ['a field that someone changed', { spec: { replicas: 2 } }, { spec: { replicas: 3 } }, ['A spec replicas: 2 → 3']],
  ['a field that is gone', { data: { a: 'b' } }, { data: {} }, ['A data a: "b" → none']],
  ['an object that is gone', { kind: 'A' }, undefined, ['A: {"kind":"A"} → none']],
  ['an item more than was set', { ports: [1] }, { ports: [1, 2] }, ['A ports: [1] → [1,2]']],
  ['a quantity changed', { cpu: '100m' }, { cpu: '1' }, ['A cpu: "100m" → "1"']],
  ['a zero that someone changed', { delay: 0 }, { delay: 5 }, ['A delay: 0 → 5']],
  ['an item changed', { ports: [{ port: 1 }] }, { ports: [{ port: 2 }] }, ['A ports[0] port: 1 → 2']],
] as const) {
  test(`${title} is found`, () => assert.equal(differences(recorded, live, 'A'), found));
}

for (const [title, recorded, live] of [
  ['what the API server adds', { spec: { replicas: 2 } }, { spec: { replicas: 2, paused: false }, status: {} }],
  ['an empty map that it drops', { spec: { selector: {}, name: '' } }, { spec: {} }],
  ['a zero that it leaves out', { delay: 0, hostNetwork: false }, {}],
  ['a quantity in other words', { cpu: '1000m', memory: '1024Mi' }, { cpu: '1', memory: '1Gi' }],
  ['an item with its defaults', { ports: [{ port: 1 }] }, { ports: [{ port: 1, protocol: 'TCP' }] }],
] as const) {
  test(`${title} is none`, () => assert.equal(differences(recorded, live, 'A'), []));
}

test.run();
