import { didYouMean } from '../../nearest.ts';
import { formatPath } from '../../values/path.ts';
import { isMap } from '../../values/value.ts';
import type { Rule } from '../rule.ts';
import { walkSchema } from '../schema-walk.ts';

export default {
  id: 'kubernetes-field-known',
  severity: 'warning',
  summary: 'fields of Kubernetes objects are ones that Kubernetes knows',
  check({ user, schema }, report) {
    walkSchema(schema, user, ({ path, value, schema: { properties, additionalProperties, patternProperties }, kubernetes }) => {
      if (!kubernetes || !properties || additionalProperties !== undefined || patternProperties || !isMap(value)) return;
      for (const key of Object.keys(value)) {
        if (Object.hasOwn(properties, key)) continue;
        const place = [...path, key];
        const hint = didYouMean(key, Object.keys(properties)) || '; check its name and level';
        report(place, `${formatPath(place)} is no field that Kubernetes knows here, and the API server drops it or refuses it${hint}`);
      }
    });
  },
} satisfies Rule;
