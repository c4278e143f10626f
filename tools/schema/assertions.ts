import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from './json-schema.ts';

/** A keyword that judges a value by itself, without looking into its children. */
interface Assertion<K extends keyof JsonSchema = keyof JsonSchema> {
  readonly keyword: K;
  /** Whether `value` satisfies the keyword; values of a kind that the keyword does not speak of do. */
  readonly holds: (limit: NonNullable<JsonSchema[K]>, value: unknown, pattern: (text: string) => RegExp) => boolean;
}

function assertion<K extends keyof JsonSchema>(keyword: K, holds: Assertion<K>['holds']): Assertion {
  return { keyword, holds } as unknown as Assertion;
}

/** In the order in which they speak: the first that fails is the only one reported. */
export const assertions: readonly Assertion[] = [
  assertion('type', (type, value) => [type].flat().some((name) => isOfType(name, value))),
  assertion('enum', (allowed, value) => allowed.includes(value) || allowed.some((item) => isDeepStrictEqual(item, value))),
  assertion('const', (allowed, value) => allowed === value || isDeepStrictEqual(allowed, value)),
  assertion('pattern', (text, value, pattern) => typeof value !== 'string' || pattern(text).test(value)),
  assertion('minLength', (limit, value) => typeof value !== 'string' || [...value].length >= limit),
  assertion('maxLength', (limit, value) => typeof value !== 'string' || value.length <= limit || [...value].length <= limit),
  assertion('minimum', (limit, value) => typeof value !== 'number' || value >= limit),
  assertion('maximum', (limit, value) => typeof value !== 'number' || value <= limit),
  assertion('exclusiveMinimum', (limit, value) => typeof value !== 'number' || value > limit),
  assertion('exclusiveMaximum', (limit, value) => typeof value !== 'number' || value < limit),
  assertion('multipleOf', (divisor, value) => typeof value !== 'number' || isMultiple(value, divisor)),
  assertion('minItems', (limit, value) => !Array.isArray(value) || value.length >= limit),
  assertion('maxItems', (limit, value) => !Array.isArray(value) || value.length <= limit),
  assertion('uniqueItems', (unique, value) => !unique || !Array.isArray(value) || allDiffer(value)),
  assertion('minProperties', (limit, value) => !isObject(value) || Object.keys(value).length >= limit),
  assertion('maxProperties', (limit, value) => !isObject(value) || Object.keys(value).length <= limit),
];

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
