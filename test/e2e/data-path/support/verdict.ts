import * as assert from 'uvu/assert';
import { settingOf } from '../../../../ci/lab/setting.ts';
import type { Measured } from '../../../../ci/load/measure.ts';
import { gapTimes } from './uninspected.ts';

/** Nothing failed and nothing passed uninspected, of a load that is worth its name. */
export function nothingLost({ account }: Measured<unknown>): void {
  assert.ok(account.requests > 200, `only ${account.requests} requests were sent`);
  // Whether an account's site blocks is a setting of its console.
  if (settingOf(process.env).images === 'doubles') assert.ok(account.blocked > 0, 'no attack was sent');
  assert.equal(account.failures, {}, 'failed requests');
  assert.equal(account.gaps, {}, 'uninspected requests');
}

/** Some requests passed uninspected, all within the event: before it and in the tail of the load all is well. */
export function uninspectedWithin({ account, event }: Measured<unknown>): void {
  assert.ok(account.uninspected > 0, 'the event is seen by the load');
  const { from, to } = gapTimes(account);
  assert.ok(from >= event.from, `uninspected at ${from} s, before the event at ${event.from} s`);
  assert.ok(to <= event.to, `uninspected at ${to} s, after the event's end at ${event.to} s`);
}
