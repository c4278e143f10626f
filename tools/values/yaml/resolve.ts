/**
 * The type of a scalar in Helm's dialect: YAML 1.1 as go-yaml v2 reads it
 * (https://github.com/kubernetes-sigs/yaml/blob/v1.4.0/goyaml.v2/resolve.go).
 */
import { YamlFault } from './fault.ts';
import type { ScalarNode } from './node.ts';

export type Scalar = string | number | bigint | boolean | null;

type Type = 'str' | 'bool' | 'int' | 'float' | 'null';

interface Resolved {
  readonly type: Type;
  readonly value: Scalar;
}

const words: ReadonlyMap<string, Resolved> = new Map([
  ...words1('bool', true, ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']),
  ...words1('bool', false, ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']),
  ...words1('null', null, ['', '~', 'null', 'Null', 'NULL']),
  ...words1('float', NaN, ['.nan', '.NaN', '.NAN']),
  ...words1('float', Infinity, ['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']),
  ...words1('float', -Infinity, ['-.inf', '-.Inf', '-.INF']),
]);

function words1(type: Type, value: Scalar, spellings: readonly string[]): [string, Resolved][] {
  return spellings.map((spelling) => [spelling, { type, value }]);
}

/** The value of a scalar. Integers beyond 2^53 come as bigint. Throws a YamlFault when the tag does not fit the text. */
export function resolveScalar(node: ScalarNode): Scalar {
  if (!node.plain && node.tag === '') return node.text;
  if (node.tag === '!!binary') return decodeBinary(node);
  if (node.tag === '!!str' || !isCoreTag(node.tag)) return node.text;
  const resolved = resolvePlain(node.text);
  const wanted = node.tag.slice(2);
  if (wanted === '' || wanted === resolved.type) return resolved.value;
  if (wanted === 'float' && resolved.type === 'int') return Number(resolved.value);
  if (wanted === 'timestamp' && isTimestamp(node.text)) return node.text;
  throw new YamlFault(`this is a ${resolved.type}, which the tag !!${wanted} does not accept`, node.start);
}

function isCoreTag(tag: string): boolean {
  return tag === '' || ['!!bool', '!!int', '!!float', '!!null', '!!timestamp'].includes(tag);
}

/** The type and value of a text that was written without quotes. */
export function resolvePlain(text: string): Resolved {
  const first = text.charCodeAt(0);
  const maybeNumber = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!maybeNumber) return words.get(text) ?? { type: 'str', value: text };
  return words.get(text) ?? resolveNumber(text, first === 0x2e) ?? { type: 'str', value: text };
}

function resolveNumber(text: string, startsWithDot: boolean): Resolved | undefined {
  if (startsWithDot) return float(text);
  if (isTimestamp(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const integer = parseInteger(digits);
  if (integer !== undefined) return { type: 'int', value: Number.isSafeInteger(Number(integer)) ? Number(integer) : integer };
  return float(digits);
}

function float(text: string): Resolved | undefined {
  if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? { type: 'float', value } : undefined;
}

/** Go's ParseInt with base 0, and ParseUint above it; anything beyond 64 bits is no integer. */
function parseInteger(text: string): bigint | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/.exec(text) ?? [];
  if (digits === '') return undefined;
  const magnitude = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = sign === '-' ? -magnitude : magnitude;
  const limit = sign === '' ? 0xffff_ffff_ffff_ffffn : 0x7fff_ffff_ffff_ffffn;
  return value <= limit && value >= -0x8000_0000_0000_0000n ? value : undefined;
}

/** Dates stay text in Helm, so only what would otherwise be a number needs to be known: nothing is, but a tag may ask. */
function isTimestamp(text: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}([Tt ]|$)/.test(text);
}

function decodeBinary(node: ScalarNode): string {
  const text = node.text.replace(/[\r\n]/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new YamlFault('the tag !!binary needs base64', node.start);
  return Buffer.from(text, 'base64').toString('utf8');
}
