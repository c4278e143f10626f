import * as assert from 'uvu/assert';
import { settingOf } from '../../../../ci/lab/setting.ts';
import type { Measured } from '../../../../ci/load/measure.ts';

/** Nothing failed and nothing passed uninspected, of a load that is worth its name. */
export function nothingLost({ account }: Measured<unknown>): void {
  assert.ok(account.requests > 200, `only ${account.requests} requests were sent`);
  // Whether an account's site blocks is a setting of its console.
  if (settingOf(process.env).images === 'doubles') assert.ok(account.blocked > 0, 'no attack was sent');
  assert.equal(account.failures, {}, 'failed requests');
  assert.equal(account.gaps, {}, 'uninspected requests');
}
