import * as assert from 'uvu/assert';
import { releaseSize } from '../../ci/bench/sizes.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { chartFolder } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('what a release takes in its Secret');

// The API server refuses a Secret of more than 1 MiB, and Helm keeps ten of them for a release.
test('the defaults take at most 200 kB, the chart included', async () => {
  const bytes = await releaseSize(await tool('helm4'), chartFolder);
  assert.ok(bytes <= 200_000, `${bytes} bytes`);
});

test.run();
