import * as assert from 'uvu/assert';
import { plan } from '../../ci/test/files.ts';
import { readOptions } from '../../ci/test/options.ts';
import { suite } from '../support/suite.ts';

const root = process.cwd();
const order = suite('the stages of npm test');
const existing = ['--backend', 'existing', '--load-images', 'load {}'];
const planned = (...args: string[]) => plan(root, readOptions(args, {}));
const filesOf = async (...args: string[]): Promise<string[]> => (await planned(...args)).stages.flatMap((stage) => stage.lanes.flat());

order('hold every test file once', async () => {
  const files = await filesOf();
  assert.is(new Set(files).size, files.length);
  assert.ok(files.includes('test/ci/files.test.ts') && files.some((file) => file.startsWith('test/lab/')));
});

order('never let two releases that own the class nginx meet', async () => {
  for (const stage of (await planned('test/e2e/default-class/')).stages) {
    assert.ok(stage.lanes.filter((lane) => lane.length > 0).length <= 1, stage.title);
  }
});

order('put nothing beside the files under load but another of them', async () => {
  const stages = (await planned()).stages.filter((stage) => stage.lanes.flat().some((file) => file.startsWith('test/e2e/data-path/')));
  for (const { title, lanes } of stages.filter(({ lanes }) => lanes.length > 1)) {
    assert.is(lanes.length, 2, title);
    assert.equal(lanes.flat().filter((file) => !file.startsWith('test/e2e/data-path/')), [], title);
  }
});

order('leave every cluster out of the fast run', async () => {
  const files = await filesOf('--fast');
  assert.is(files.some((file) => /^test\/(e2e|lab)\//.test(file)), false);
  assert.ok(files.length > 0);
});

order('need a cluster, and what it is made of, only when a file does', async () => {
  assert.is((await planned()).onCluster, true);
  assert.is((await planned('test/e2e/')).onCluster, true);
  assert.is((await planned('test/schema/')).onCluster, false);
  assert.is((await planned('--fast')).onCluster, false);
});

order('hold in the long form what needs a cluster, and all of that', async () => {
  const files = await filesOf('--long');
  assert.equal(files.sort(), (await filesOf()).filter((file) => /^test\/(e2e|lab)\//.test(file)).sort());
});

order('hold for an existing cluster what can run in one, and say what is left out', async () => {
  const { leftOut } = await planned(...existing);
  const files = await filesOf(...existing);
  const all = await filesOf('--long');
  assert.equal(all.filter((file) => !files.includes(file)).every((file) => file.startsWith('test/lab/') || /(node-restarts|least-privilege|releases)\.test\.ts$/.test(file)), true);
  assert.ok(files.some((file) => file.startsWith('test/e2e/default-class/')));
  assert.ok(leftOut.some((line) => line.startsWith('left out: test/e2e/releases.test.ts: it needs the whole cluster')));
  assert.match(leftOut.at(-1) ?? '', /^left out: test\/lab\/: /);
});

order('say nothing of what the pattern had left out already', async () => {
  assert.equal((await planned(...existing, 'class-ownership')).leftOut, []);
});

order.run();
