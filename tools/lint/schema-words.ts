import { didYouMean } from '../nearest.ts';
import type { SchemaFinding } from '../schema/validate.ts';
import { formatPath, valueAt } from '../values/path.ts';
import type { Stack } from '../values/stack.ts';
import { typeName } from '../values/value.ts';
import { isSecret, shown } from './shown.ts';

/** The message of a schema finding: the path, what was found there, what to do. */
export function describeFinding(finding: SchemaFinding, { values, layers }: Pick<Stack, 'values' | 'layers'>): string {
  const { keyword, path, schema } = finding;
  const place = formatPath(path);
  switch (keyword) {
    case 'additionalProperties':
    case 'false':
      return `${place} ${unknownKey(finding)}`;
    case 'propertyNames':
      return `${place} is no name that is allowed here; ${schema['x-message'] ?? `it must match ${schema.pattern}`}`;
    case 'required':
      return `${place} is missing; ${layers.some((layer) => valueAt(layer.values, path) === null) ? 'it was removed by null and nothing stands in its place' : 'add it'}`;
    default:
      return `${place || 'the values'} ${isA(finding, values)}; ${expectation(finding)}${meant(finding, values)}`;
  }
}

function unknownKey({ path, schema }: SchemaFinding): string {
  const key = String(path.at(-1));
  const known = Object.keys(schema.properties ?? {});
  const unknown = schema['x-unknown'] ?? {};
  const words = Object.hasOwn(unknown, key) ? unknown[key] : undefined;
  if (words !== undefined) return `is not a key of this chart; ${words}`;
  const otherwise = schema['x-message'] ?? choice(known, 'there are');
  return `is not a key of this chart${didYouMean(key, known) || `; ${otherwise}`}`;
}

function isA({ path, value }: SchemaFinding, root: unknown): string {
  const text = shown(value, path, root);
  return /^an? /.test(text) || value === null ? `is ${text}` : `is ${typeName(value) === 'string' ? '' : `the ${typeName(value)} `}${text}`;
}

function expectation({ keyword, schema, path, value }: SchemaFinding): string {
  if (path.at(-1) === 'tag' && String(value).includes('@')) return `expected: a tag alone; its digest belongs to ${formatPath([...path.slice(0, -1), 'digest'])}`;
  if (schema['x-message'] !== undefined) return `expected: ${schema['x-message']}`;
  switch (keyword) {
    case 'type':
      return `expected: ${[schema.type ?? []].flat().map(typeWord).join(' or ')}`;
    case 'enum':
      return choice((schema.enum ?? []).map((item) => (typeof item === 'string' ? item : JSON.stringify(item))), 'allowed');
    case 'const':
      return `expected: ${JSON.stringify(schema.const)}`;
    case 'pattern':
      return `it must match ${schema.pattern}`;
    default:
      return limit(keyword, schema[keyword as keyof typeof schema]);
  }
}

const limits: Readonly<Record<string, string>> = {
  minimum: 'it must be at least',
  maximum: 'it must be at most',
  exclusiveMinimum: 'it must be more than',
  exclusiveMaximum: 'it must be less than',
  multipleOf: 'it must be a multiple of',
  minLength: 'its length must be at least',
  maxLength: 'its length must be at most',
  minItems: 'its number of items must be at least',
  maxItems: 'its number of items must be at most',
  minProperties: 'its number of keys must be at least',
  maxProperties: 'its number of keys must be at most',
};

function limit(keyword: string, value: unknown): string {
  if (keyword === 'uniqueItems') return 'its items must differ';
  return limits[keyword] === undefined ? 'no allowed form matches it' : `${limits[keyword]} ${String(value)}`;
}

function typeWord(type: string): string {
  return type === 'object' ? 'map' : type === 'array' ? 'list' : type;
}

function meant({ keyword, schema, value, path }: SchemaFinding, root: unknown): string {
  if (keyword !== 'enum' || typeof value !== 'string' || isSecret(path, root)) return '';
  return didYouMean(value, (schema.enum ?? []).filter((item) => typeof item === 'string'));
}

function choice(words: readonly string[], lead: string): string {
  if (words.length === 0) return 'remove it';
  return words.length > 12 ? 'see the chart\'s values.yaml for the keys that there are' : `${lead}: ${words.join(', ')}`;
}
