import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stages } from '../../ci/test/files.ts';

const root = process.cwd();
const order = suite('the stages of npm test');

order('hold every test file once', async () => {
  const files = (await stages(root, '', false)).flatMap((stage) => stage.lanes.flat());
  assert.is(new Set(files).size, files.length);
  assert.ok(files.includes('test/ci/files.test.ts') && files.some((file) => file.startsWith('test/lab/')));
});

order('never let two releases that own the class nginx meet', async () => {
  for (const stage of await stages(root, 'test/e2e/default-class/', false)) {
    assert.ok(stage.lanes.filter((lane) => lane.length > 0).length <= 1, stage.title);
  }
});

order('leave every cluster out of the fast run', async () => {
  const files = (await stages(root, '', true)).flatMap((stage) => stage.lanes.flat());
  assert.is(files.some((file) => /^test\/(e2e|lab)\//.test(file)), false);
  assert.ok(files.length > 0);
});

order.run();
