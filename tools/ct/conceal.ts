import { isSecret, looksSecret } from '../lint/shown.ts';
import { valueAt } from '../values/path.ts';
import { applySet } from '../values/set/parse-set.ts';
import type { ValueMap } from '../values/value.ts';

/** A function that replaces every one of the given texts by `<concealed>`; texts too short to be a secret stay, or nothing could be read. */
export function concealer(confidential: readonly string[]): (text: string) => string {
  const texts = [...new Set(confidential.map((text) => text.trim()))].filter((text) => text.length >= 6).sort((left, right) => right.length - left.length);
  return (text) => texts.reduce((concealed, secret) => concealed.replaceAll(secret, '<concealed>'), text);
}

/**
 * What `--set` arguments put where secrets may stand: each value, and the whole assignment, for a value that is too
 * short to be concealed by itself. Throws a UserError for an argument that Helm refuses, which Helm would print.
 */
export function confidentialTexts(sets: readonly string[]): string[] {
  return sets.flatMap((text) => {
    const values: ValueMap = {};
    return applySet('set', text, values, String).flatMap(({ path, keyStart, keyEnd, valueEnd }) => {
      const value = valueAt(values, path);
      if (!isSecret(path, values) && !looksSecret(value)) return [];
      return [text.slice(keyStart, valueEnd), text.slice(keyEnd + 1, valueEnd), ...[value].flat().map(String)];
    });
  });
}
