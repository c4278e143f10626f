/** Turns a tree into plain values as sigs.k8s.io/yaml does on the way to JSON. */
import { YamlFault } from './fault.ts';
import type { MapNode, Node, ScalarNode } from './node.ts';
import { resolveScalar } from './resolve.ts';
import type { Scalar } from './resolve.ts';

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** A key that stands twice in one map: the last one wins, in silence. */
export interface DuplicateKey {
  readonly key: string;
  readonly first: Node;
  readonly second: Node;
}

interface Construction {
  readonly duplicates: DuplicateKey[];
  /** Aliases that are being followed: to meet one again is a cycle. */
  readonly following: Set<Node>;
  /** Set once a fault stands in the place of a value. */
  faulty: boolean;
  decoded: number;
  throughAliases: number;
}

/** The plain value of a tree, and the duplicate keys in it. Throws a YamlFault for what JSON cannot hold. */
export function construct(root: Node): { value: Value; duplicates: readonly DuplicateKey[] } {
  const state: Construction = { duplicates: [], following: new Set(), faulty: false, decoded: 0, throughAliases: 0 };
  const value = valueOf(root, state);
  if (state.faulty) throwFirstFault(value);
  return { value, duplicates: state.duplicates };
}

/**
 * Helm turns values into JSON only when the whole text is read: what JSON cannot hold is no fault if a later key of the
 * same name has replaced it. Until then the fault itself stands in the value's place.
 */
function unspeakable(fault: YamlFault, state: Construction): Value {
  state.faulty = true;
  return fault as unknown as Value;
}

function throwFirstFault(value: unknown): void {
  if (value instanceof YamlFault) throw value;
  if (value !== null && typeof value === 'object') Object.values(value).forEach(throwFirstFault);
}

function valueOf(node: Node, state: Construction): Value {
  count(node, state);
  switch (node.kind) {
    case 'scalar':
      return scalarValue(node, state);
    case 'list':
      return node.items.map((item) => valueOf(item, state));
    case 'map':
      return mapValue(node, state);
    case 'alias':
      return follow(node, node.target, state, () => valueOf(node.target, state));
  }
}

function scalarValue(node: ScalarNode, state: Construction): Value {
  const value = resolveScalar(node);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return unspeakable(new YamlFault(`${node.text} cannot be a value: JSON has no such number; quote it if a text is meant`, node.start), state);
  }
  return value;
}

function mapValue(node: MapNode, state: Construction): Value {
  const result: { [key: string]: Value } = {};
  const written = new Map<string, Node>();
  let fault: YamlFault | undefined;
  for (const { key, value } of node.entries) {
    if (isMergeKey(key)) {
      fault ??= merge(value, result, state);
      continue;
    }
    count(key, state);
    const name = keyName(key);
    if (name instanceof YamlFault) {
      fault ??= name;
      valueOf(value, state);
      continue;
    }
    const first = written.get(name);
    if (first) state.duplicates.push({ key: name, first, second: key });
    written.set(name, key);
    setOwn(result, name, valueOf(value, state));
  }
  return fault ? unspeakable(fault, state) : result;
}

/** `__proto__` is a key like any other. */
function setOwn(target: { [key: string]: Value }, key: string, value: Value): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

export function isMergeKey(key: Node): boolean {
  return key.kind === 'scalar' && key.text === '<<' && (key.tag === '!!merge' || (key.plain && key.tag === ''));
}

/** go-yaml applies `<<` where it stands: what is written after it wins, what is written before it loses. */
function merge(source: Node, into: { [key: string]: Value }, state: Construction): YamlFault | undefined {
  const target = source.kind === 'alias' ? source.target : source;
  if (source.kind !== 'list' && target.kind !== 'map') throw notAMap(source);
  const sources = source.kind === 'list' ? source.items.toReversed() : [source];
  for (const each of sources) {
    if ((each.kind === 'alias' ? each.target : each).kind !== 'map') throw notAMap(each);
    const value: unknown = valueOf(each, state);
    if (value instanceof YamlFault) return value;
    for (const [key, inner] of Object.entries(value as { [key: string]: Value })) setOwn(into, key, inner);
  }
  return undefined;
}

function notAMap(node: Node): YamlFault {
  return new YamlFault('"<<" takes a map, an alias of one, or a list of these', node.start);
}

/**
 * The name that a key has in JSON, or what is wrong with it. `y`, `on` and `yes` are booleans in YAML 1.1 and so become
 * `true`. Throws a YamlFault for a map or list as key.
 */
export function keyName(key: Node): string | YamlFault {
  const node = key.kind === 'alias' ? key.target : key;
  if (node.kind !== 'scalar') {
    throw new YamlFault('a map or list cannot be a key; quote the text if "{" or "[" belongs to it', key.start);
  }
  return scalarName(resolveScalar(node), node);
}

function scalarName(value: Scalar, node: ScalarNode): string | YamlFault {
  if (value === null) return new YamlFault('a key is missing here; quote the text if the key is meant to be null or empty', node.start);
  if (typeof value === 'bigint' && value > 0x7fff_ffff_ffff_ffffn) return new YamlFault(`${node.text} is too large for a key; quote it`, node.start);
  if (typeof value === 'number' && !/^[-+]?[0-9_]*$|^[-+]?0[xob]/i.test(node.text)) return floatName(value);
  return String(value);
}

/** Go's FormatFloat(value, 'g', -1, 32): the fewest digits that a 32-bit number needs. */
function floatName(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  const narrow = Math.fround(value);
  if (narrow === 0) return Object.is(value, -0) ? '-0' : '0';
  if (!Number.isFinite(narrow)) return narrow > 0 ? '.inf' : '-.inf';
  let digits = 1;
  while (Math.fround(Number(narrow.toPrecision(digits))) !== narrow) digits++;
  const [mantissa = '', exponent = '0'] = Number(narrow.toPrecision(digits)).toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${mantissa}e${power}`));
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function follow<T>(alias: Node, target: Node, state: Construction, read: () => T): T {
  if (state.following.has(target)) throw new YamlFault('this alias contains itself', alias.start);
  state.following.add(target);
  const result = read();
  state.following.delete(target);
  return result;
}

/** go-yaml's bound on what aliases may multiply: https://github.com/go-yaml/yaml/pull/515. */
function count(node: Node, state: Construction): void {
  state.decoded++;
  if (state.following.size > 0) state.throughAliases++;
  if (state.throughAliases > 100 && state.decoded > 1000 && state.throughAliases / state.decoded > allowedShare(state.decoded)) {
    throw new YamlFault('aliases multiply the values of this file beyond what Helm accepts', node.start);
  }
}

function allowedShare(decoded: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (decoded <= low) return 0.99;
  if (decoded >= high) return 0.1;
  return 0.99 - 0.89 * ((decoded - low) / (high - low));
}
