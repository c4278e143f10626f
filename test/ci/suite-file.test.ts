import * as assert from 'uvu/assert';
import { judge } from '../../ci/test/suite-file.ts';
import { summary } from '../../ci/test/report.ts';
import { suite } from '../support/suite.ts';

const uvuOutput = (total: number, passed: number): string => `\n  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   0\n  Duration:  1ms\n`;

const judging = suite('judge');

judging('counts what passed in a green file', () => {
  const result = judge('a.test.ts', 0, uvuOutput(3, 3), '', 1);
  assert.is(result.passed, 3);
  assert.is(result.failed, 0);
});

judging('counts what failed', () => {
  assert.is(judge('a.test.ts', 1, uvuOutput(3, 1), '', 1).failed, 2);
});

judging('takes a file whose suite never ran for a failure and says why', () => {
  const result = judge('a.test.ts', 0, '', '', 1);
  assert.is(result.failed, 1);
  assert.match(result.output, 'does each suite call .run()?');
});

judging('takes a file that crashed after its last test for a failure', () => {
  assert.is(judge('a.test.ts', 1, uvuOutput(2, 2), 'boom', 1).failed, 1);
});

judging('accepts a file that skipped everything and said why', () => {
  const result = judge('a.test.ts', 0, 'skipped: no corpus beside the checkout\n', '', 1);
  assert.is(result.failed, 0);
  assert.equal(result.skipped, ['no corpus beside the checkout']);
});

judging.run();

// ---

const ending = suite('summary');
const file = judge('a.test.ts', 0, uvuOutput(2, 2), '', 1);

ending('ends with the counts alone when nothing was skipped', () => {
  assert.is(summary([file]).line.trim(), '2 passed, 0 failed');
});

ending('names the skipped count only when there is one', () => {
  const skipped = judge('b.test.ts', 0, 'skipped: no account\n', '', 1);
  assert.is(summary([file, skipped]).line.trim(), '2 passed, 0 failed, 1 skipped');
});

ending('is not green when no test ran at all', () => {
  const { line, green } = summary([]);
  assert.is(green, false);
  assert.match(line, '0 passed, 1 failed');
});

ending('names the files that failed', () => {
  const failed = judge('b.test.ts', 1, uvuOutput(2, 1), '', 1);
  assert.match(summary([file, failed]).line, 'FAIL b.test.ts');
});

ending.run();
