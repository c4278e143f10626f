import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from './json-schema.ts';

/** Whether `value` satisfies a keyword set to `limit`; values of a kind that the keyword does not speak of do. */
type Assertion<Limit> = (limit: Limit, value: unknown, pattern: (text: string) => RegExp) => boolean;

/** The keywords that judge a value by itself, without looking into its children. */
const byKeyword: { readonly [Keyword in keyof JsonSchema]?: Assertion<NonNullable<JsonSchema[Keyword]>> } = {
  type: (type, value) => (typeof type === 'string' ? isOfType(type, value) : type.some((name) => isOfType(name, value))),
  enum: (allowed, value) => allowed.includes(value) || allowed.some((item) => isDeepStrictEqual(item, value)),
  const: (allowed, value) => allowed === value || isDeepStrictEqual(allowed, value),
  pattern: (text, value, pattern) => typeof value !== 'string' || pattern(text).test(value),
  minLength: (limit, value) => typeof value !== 'string' || [...value].length >= limit,
  maxLength: (limit, value) => typeof value !== 'string' || value.length <= limit || [...value].length <= limit,
  minimum: (limit, value) => typeof value !== 'number' || value >= limit,
  maximum: (limit, value) => typeof value !== 'number' || value <= limit,
  exclusiveMinimum: (limit, value) => typeof value !== 'number' || value > limit,
  exclusiveMaximum: (limit, value) => typeof value !== 'number' || value < limit,
  multipleOf: (divisor, value) => typeof value !== 'number' || isMultiple(value, divisor),
  minItems: (limit, value) => !Array.isArray(value) || value.length >= limit,
  maxItems: (limit, value) => !Array.isArray(value) || value.length <= limit,
  uniqueItems: (unique, value) => !unique || !Array.isArray(value) || allDiffer(value),
  minProperties: (limit, value) => !isObject(value) || Object.keys(value).length >= limit,
  maxProperties: (limit, value) => !isObject(value) || Object.keys(value).length <= limit,
};

/** The same for a keyword that comes out of a schema; undefined for one that asserts nothing by itself. */
export const assertions = byKeyword as Readonly<Record<string, Assertion<unknown> | undefined>>;

function isOfType(name: string, value: unknown): boolean {
  if (name === 'null') return value === null;
  if (name === 'array') return Array.isArray(value);
  if (name === 'object') return isObject(value);
  if (name === 'integer') return Number.isInteger(value);
  return typeof value === name;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Decimal steps such as 0.1 have no exact number: 0.3 counts as a multiple of it. */
function isMultiple(value: number, divisor: number): boolean {
  const quotient = value / divisor;
  return Math.abs(quotient - Math.round(quotient)) < 1e-8;
}

function allDiffer(items: readonly unknown[]): boolean {
  return items.every((item, index) => !items.slice(index + 1).some((other) => isDeepStrictEqual(item, other)));
}
