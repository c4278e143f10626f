/** The only file that turns offsets into lines. */
import type { Found, Layer, Range } from './layer.ts';
import type { Path } from './path.ts';
import type { Assignment } from './set/parse-set.ts';
import { isMergeKey, keyName } from './yaml/construct.ts';
import type { Document } from './yaml/documents.ts';
import type { Node } from './yaml/node.ts';

/** A place for a reader: lines and columns count from 1, the end is behind the last character. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The last layer that has the path, and where. The deepest part of the path that some layer has, if none has it all. */
export function locate(layers: readonly Layer[], path: Path): { layer: Layer; found: Found; exact: boolean } | undefined {
  for (let length = path.length; length >= 0; length--) {
    const part = path.slice(0, length);
    for (const layer of layers.toReversed()) {
      const found = layer.find(part);
      if (found) return { layer, found, exact: length === path.length };
    }
  }
  return undefined;
}

/** Finds a path in the documents of a values file; a later document lies over an earlier one. */
export function findInDocuments(documents: readonly Document[], path: Path): Found | undefined {
  for (const { base, root } of documents.toReversed()) {
    const found = findInNode(root, path, root);
    if (found) return { key: shift(found.key, base), value: shift(found.value, base) };
  }
  return undefined;
}

function shift({ start, end }: Range, base: number): Range {
  return { start: start + base, end: end + base };
}

function findInNode(node: Node, path: Path, key: Range): Found | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return { key: range(key), value: range(node) };
  const target = node.kind === 'alias' ? node.target : node;
  if (target.kind === 'list' && typeof step === 'number') {
    const item = target.items[step];
    return item && findInNode(item, rest, item);
  }
  return target.kind === 'map' ? findInMap(target.entries, String(step), rest) : undefined;
}

function findInMap(entries: readonly { key: Node; value: Node }[], step: string, rest: Path): Found | undefined {
  for (const { key, value } of entries.toReversed()) {
    const found = isMergeKey(key) ? findMerged(value, step, rest) : keyName(key) === step ? findInNode(value, rest, key) : undefined;
    if (found) return found;
  }
  return undefined;
}

function findMerged(value: Node, step: string, rest: Path): Found | undefined {
  const sources = value.kind === 'list' ? value.items : [value];
  for (const source of sources) {
    const found = findInNode(source, [step, ...rest], source);
    if (found) return found;
  }
  return undefined;
}

function range({ start, end }: Range): Range {
  return { start, end };
}

/** Finds a path among what an argument sets: the value itself, what holds it, or what it holds. */
export function findAssignment(assignments: readonly Assignment[], path: Path): Found | undefined {
  const match = assignments.findLast((assignment) => startsWith(assignment.path, path) || startsWith(path, assignment.path));
  if (!match) return undefined;
  const key = { start: match.keyStart, end: match.keyEnd };
  return { key, value: match.path.length > path.length ? key : { start: match.keyEnd + 1, end: match.valueEnd } };
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => path[index] === step);
}

/** Lines and columns of a stretch of text. */
export function placeOf(text: string, { start, end }: Range): Place {
  const from = position(text, start);
  const to = position(text, Math.max(start, end));
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/** Columns count characters, so that an emoji is one; a byte order mark is none. */
function position(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: [...text.slice(lineStart, Math.max(lineStart, offset))].length + 1 };
}
