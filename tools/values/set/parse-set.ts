/**
 * `--set` and its kin as Helm reads them, with its traps:
 * https://github.com/helm/helm/blob/v4.1.4/pkg/strvals/parser.go and literal_parser.go.
 */
import { UserError } from '../../errors.ts';
import type { Path } from '../path.ts';
import { isMap, setKey, typeName } from '../value.ts';
import type { Value, ValueMap } from '../value.ts';
import { jsonEnd } from './json-prefix.ts';
import { atEnd, passBlanksAndComma, passSign, readUntil } from './reader.ts';
import type { Reader } from './reader.ts';

export type SetKind = 'set' | 'set-string' | 'set-json' | 'set-file' | 'set-literal';

/** One value that an argument sets; offsets into the argument's text. */
export interface Assignment {
  readonly path: Path;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueEnd: number;
}

interface Parsing {
  readonly kind: SetKind;
  readonly reader: Reader;
  readonly assignments: Assignment[];
  readonly readFile: (name: string) => string;
  keyStart: number;
}

const deepest = 30;
const largestIndex = 65_536;

/**
 * Applies one argument to `values` in place and tells what it set. `readFile` serves `--set-file`.
 * Throws a UserError for an argument that Helm refuses.
 */
export function applySet(kind: SetKind, text: string, values: ValueMap, readFile: (name: string) => string): Assignment[] {
  const reader: Reader = { text, position: 0, escapes: kind !== 'set-literal' };
  const parsing: Parsing = { kind, reader, assignments: [], readFile, keyStart: 0 };
  while (!atEnd(reader)) {
    parsing.keyStart = reader.position;
    readKey(parsing, values, [], 0);
  }
  return parsing.assignments;
}

/** True when the text ended before a value: Helm then drops a list item that it was about to add. */
function readKey(parsing: Parsing, data: ValueMap, path: Path, depth: number): boolean {
  const key = readUntil(parsing.reader, parsing.kind === 'set-literal' ? '=[.' : '=[,.');
  const inner = [...path, key.text];
  const present = Object.hasOwn(data, key.text) ? data[key.text] : undefined;
  switch (key.stop) {
    case '':
      if (key.text !== '') refuse(parsing, 'a key has no value; write "\\," for a comma inside a value');
      return true;
    case ',':
      return refuse(parsing, 'a key has no value; write "\\," for a comma inside a value');
    case '=': {
      const early = atEnd(parsing.reader) && parsing.kind !== 'set-json' && parsing.kind !== 'set-literal';
      assign(data, key.text, readValue(parsing, inner));
      return early;
    }
    case '[': {
      if (present !== undefined && !Array.isArray(present)) refuse(parsing, clash(present, 'a list'));
      const { list, early } = readItem(parsing, (present ?? []) as Value[], inner, depth);
      assign(data, key.text, list);
      return early;
    }
    default:
      return readNested(parsing, data, key.text, present, inner, depth + 1);
  }
}

function readNested(parsing: Parsing, data: ValueMap, key: string, present: Value | undefined, path: Path, depth: number): boolean {
  refuseDepth(parsing, depth);
  if (present !== undefined && !isMap(present)) refuse(parsing, clash(present, 'a map'));
  const map = (present as ValueMap | undefined) ?? {};
  const early = readKey(parsing, map, path, depth);
  if (Object.keys(map).length > 0) assign(data, key, map);
  else if (!early) refuse(parsing, 'a key has no value');
  return early;
}

/** A list after the rest of the key and the value; `early` as for readKey. */
interface ReadItem {
  readonly list: Value[];
  readonly early: boolean;
}

/** Sets the item that the rest of the key describes; the reader stands behind `[`. */
function readItem(parsing: Parsing, list: Value[], path: Path, depth: number): ReadItem {
  const index = readIndex(parsing);
  const inner = [...path, index];
  const rest = readUntil(parsing.reader, '[.=');
  if (rest.text !== '') refuse(parsing, '".", "[" or "=" is expected behind "]"');
  if (rest.stop === '') return { list, early: true };
  if (rest.stop === '=') return { list: withItem(list, index, readValue(parsing, inner)), early: false };
  const read = rest.stop === '[' ? readListItem : readMapItem;
  const { item, early } = read(parsing, list, index, inner, depth);
  return { list: early ? list : withItem(list, index, item), early };
}

function readListItem(parsing: Parsing, list: Value[], index: number, path: Path, depth: number): { item: Value; early: boolean } {
  const present = list[index] ?? [];
  if (!Array.isArray(present)) refuse(parsing, clash(present, 'a list'));
  const { list: item, early } = readItem(parsing, present as Value[], path, depth);
  return { item, early };
}

/** Anything but a map that stands at the index gives way at once, whatever follows. */
function readMapItem(parsing: Parsing, list: Value[], index: number, path: Path, depth: number): { item: Value; early: boolean } {
  refuseDepth(parsing, depth + 1);
  const present = list[index];
  const item = isMap(present) ? present : {};
  if (index < list.length) list[index] = item;
  return { item, early: readKey(parsing, item, path, depth + 1) };
}

/** An index beyond the end fills the list with null. */
function withItem(list: Value[], index: number, item: Value): Value[] {
  const longer = [...list];
  while (longer.length < index) longer.push(null);
  longer[index] = item;
  return longer;
}

function readIndex(parsing: Parsing): number {
  const { text, stop } = readUntil(parsing.reader, ']');
  if (stop === '' || !/^[+-]?[0-9]+$/.test(text)) refuse(parsing, 'a list index is a number in brackets, such as [0]');
  const index = Number(text);
  if (index < 0 || index > largestIndex) refuse(parsing, `a list index lies between 0 and ${largestIndex}`);
  return index;
}

function readValue(parsing: Parsing, path: Path): Value {
  const { reader } = parsing;
  const keyEnd = reader.position - 1;
  const value = parsing.kind === 'set-json' ? readJson(parsing) : readText(parsing);
  parsing.assignments.push({ path, keyStart: parsing.keyStart, keyEnd, valueEnd: valueEnd(reader, keyEnd) });
  return value;
}

/** The comma that separates two assignments is not part of the value. */
function valueEnd(reader: Reader, keyEnd: number): number {
  const separated = reader.position > keyEnd + 1 && reader.text[reader.position - 1] === ',';
  return reader.position - (separated ? 1 : 0);
}

function readText(parsing: Parsing): Value {
  const { reader, kind } = parsing;
  if (kind === 'set-literal') return readUntil(reader, '').text;
  if (passSign(reader, '{')) return readList(parsing);
  return typed(parsing, readUntil(reader, ',').text);
}

function readList(parsing: Parsing): Value[] {
  const list: Value[] = [];
  for (;;) {
    const { text, stop } = readUntil(parsing.reader, ',}');
    if (stop === '') refuse(parsing, 'a list must end with "}"; write "\\{" if a text is meant');
    list.push(typed(parsing, text));
    if (stop === '}') break;
  }
  passSign(parsing.reader, ',');
  return list;
}

function typed({ kind, readFile }: Parsing, text: string): Value {
  if (kind === 'set-file') return readFile(text);
  if (kind === 'set-string') return text;
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  if (text === '0') return 0;
  return isInteger(text) ? Number(text) : text;
}

/** Go's ParseInt with base 10 of a text that does not start with 0. */
function isInteger(text: string): boolean {
  if (!/^[+-]?[0-9]+$/.test(text) || text.startsWith('0')) return false;
  const value = BigInt(text.replace('+', ''));
  return value >= -0x8000_0000_0000_0000n && value <= 0x7fff_ffff_ffff_ffffn;
}

function readJson(parsing: Parsing): Value {
  const { reader } = parsing;
  if (passBlanksAndComma(reader)) return null;
  const end = jsonEnd(reader.text, reader.position);
  try {
    const value = JSON.parse(reader.text.slice(reader.position, end)) as Value;
    reader.position = end;
    passBlanksAndComma(reader);
    return value;
  } catch {
    return refuse(parsing, 'what follows "=" is no JSON; a text needs double quotes');
  }
}

/** An empty key sets nothing, as in Helm. */
function assign(data: ValueMap, key: string, value: Value): void {
  if (key !== '') setKey(data, key, value);
}

function clash(present: Value, wanted: string): string {
  return `a key needs ${wanted} below it, where the values files and earlier arguments put a value of type ${typeName(present)}`;
}

function refuseDepth(parsing: Parsing, depth: number): void {
  if (depth > deepest) refuse(parsing, `a key may nest ${deepest} levels`);
}

/** Nothing of the argument is printed: a secret with a comma in it looks like a value and a key. */
function refuse({ kind, reader }: Parsing, problem: string): never {
  throw new UserError(`--${kind}: ${problem} (column ${Math.min(reader.position, reader.text.length) || 1} of the argument)`);
}
