import type { JsonSchema } from './json-schema.ts';
import { mapSchema } from './json-schema.ts';

/** The draft-07 keywords that gojsonschema (Helm 3), santhosh-tekuri (Helm 4) and ajv read alike. */
const keywords = new Set([
  '$schema', '$comment', '$ref', 'title', 'description', 'default', 'definitions',
  'type', 'enum', 'const', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum',
  'properties', 'patternProperties', 'additionalProperties', 'propertyNames', 'required', 'minProperties', 'maxProperties',
  'items', 'minItems', 'maxItems', 'uniqueItems', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else',
]);

/** https://yaml.org/type/bool.html : without quotes these words never arrive as text. */
const yamlBoolean = /^(y|yes|n|no|true|false|on|off)$/i;

/** Look-around and references back to a group, which Go's regular expressions do not have: https://github.com/google/re2/wiki/Syntax */
const beyondRe2 = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;

/** What in `schema` one of the validators would read differently from the others; one line each. */
export function portabilityFaults(schema: JsonSchema): string[] {
  const faults: string[] = [];
  mapSchema(schema, (node) => {
    faults.push(...faultsOf(node));
    return node;
  });
  return faults;
}

function faultsOf(node: JsonSchema): string[] {
  const faults = Object.keys(node).filter((key) => !keywords.has(key)).map((key) => `the keyword ${key}`);
  if (node.$ref !== undefined && Object.keys(node).length > 1) faults.push(`${Object.keys(node).join(', ')}: something beside $ref`);
  if (node.$ref !== undefined && !node.$ref.startsWith('#/definitions/')) faults.push(`${node.$ref}: a reference outside the schema's definitions`);
  const patterns = [node.pattern ?? '', ...Object.keys(node.patternProperties ?? {})];
  faults.push(...patterns.filter((pattern) => beyondRe2.test(pattern)).map((pattern) => `${pattern}: a pattern beyond RE2`));
  const closed = (node.allOf ?? []).some((branch) => branch.additionalProperties === false);
  if (closed) faults.push('allOf with a closed object, which then refuses the keys of the other branches');
  const booleans = (node.enum ?? []).filter((item) => typeof item === 'string' && yamlBoolean.test(item));
  return [...faults, ...booleans.map((item) => `${String(item)}: a choice that YAML reads as a boolean`)];
}
