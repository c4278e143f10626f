import * as assert from 'uvu/assert';
import type { Rule } from '../../tools/lint/rule.ts';
import { findingsOf, lintLayers } from './lint.ts';
import { suite } from './suite.ts';

/** One case of a rule. `layers` are YAML texts, the last one the judged file; `found`: what the rule says, with its place. */
export interface RuleCase {
  readonly title: string;
  readonly layers: readonly string[];
  readonly found?: readonly string[];
}

/** Runs a rule's table through the whole of lint. Cases without `found` must stay without a finding of the rule. */
export function testRule(rule: Rule, cases: readonly RuleCase[]): void {
  const test = suite(rule.id);
  for (const { title, layers, found = [] } of cases) {
    test(title, () => {
      assert.equal(findingsOf(rule.id, lintLayers(layers)), found);
    });
  }
  test('has an accepted and a refused case', () => {
    assert.ok(cases.some(({ found }) => found) && cases.some(({ found }) => !found));
  });
  test.run();
}
