import { locate } from '../../values/locate.ts';
import { formatPath } from '../../values/path.ts';
import type { Rule } from '../rule.ts';
import { isSecret } from '../shown.ts';
import { walkSchema } from '../schema-walk.ts';

export default {
  id: 'no-lost-digits',
  severity: 'warning',
  summary: 'a number at the place of a text keeps all its digits',
  check({ user, layers, schema }, report) {
    walkSchema(schema, user, ({ path, value, schema: { type, pattern } }) => {
      const forText = [type ?? []].flat().includes('string');
      if (typeof value !== 'number' || !forText || isQuantity(pattern)) return;
      const place = locate(layers, path);
      if (!place?.exact || place.layer.kind !== 'values' && place.layer.kind !== 'file') return;
      const written = place.layer.text.slice(place.found.value.start, place.found.value.end);
      if (!/^[-+.\d]/.test(written) || written === String(value)) return;
      const what = isSecret(path, user) ? 'is written as a number and' : `is written ${written} and`;
      report(path, `${formatPath(path)} ${what} becomes ${isSecret(path, user) ? 'another one' : String(value)} on its way; quote it`);
    });
  },
} satisfies Rule;

/** Quantities are numbers at heart: 1.0 and 1 are the same amount. */
function isQuantity(pattern: string | undefined): boolean {
  return pattern?.includes('KMGTPE') ?? false;
}
