import type { Value } from './yaml/construct.ts';

export type { Value };
export type ValueMap = { [key: string]: Value };

export function isMap(value: unknown): value is ValueMap {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A value's type with its article, for messages: `an integer`. */
export function aTypeName(value: unknown): string {
  const name = typeName(value);
  return `${name === 'integer' ? 'an' : 'a'} ${name}`;
}

/** The name of a value's type, for messages. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'map';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** Sets a key of its own, `__proto__` included. */
export function setKey(target: ValueMap, key: string, value: Value): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
