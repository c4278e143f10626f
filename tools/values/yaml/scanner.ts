/**
 * Turns a text into tokens as the reader behind Helm does: sigs.k8s.io/yaml, whose scanner is libyaml's
 * (https://github.com/yaml/libyaml). Its rules for keys without `?` differ from newer YAML readers, and
 * a verdict that must equal Helm's has to follow them.
 */
import { isBlank, isBlankOrEnd, isEnd } from './characters.ts';
import { atDocumentIndicator, column, openCursor, peek } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { scanBlock } from './scan-block.ts';
import { scanAnchor, scanDirective, scanTag, skipToToken } from './scan-name.ts';
import { scanPlain } from './scan-plain.ts';
import { scanQuoted } from './scan-quoted.ts';
import { token } from './token.ts';
import type { Token, TokenKind } from './token.ts';

/** A token that turns out to be a key if a `:` follows on the same line. */
interface PossibleKey {
  readonly tokenNumber: number;
  readonly position: number;
  readonly column: number;
  readonly line: number;
  /** A block map stands at this column: without a `:` the text is wrong. */
  readonly required: boolean;
}

export interface Scanner {
  readonly cursor: Cursor;
  readonly queue: Token[];
  /** The first token of the queue, once nothing behind it can change it any more. */
  head: Token | undefined;
  taken: number;
  indent: number;
  readonly indents: number[];
  /** One place for each open bracket, and one for the block around them. */
  readonly possibleKeys: (PossibleKey | undefined)[];
  /** For each of these places the token that it last spoke of; for a bracket at first the bracket itself. */
  readonly keyTokens: number[];
  /** Tokens that may turn out to be keys, with their place in `possibleKeys`. */
  readonly levelOfToken: Map<number, number>;
  keyAllowed: boolean;
}

const deepest = 10_000;
const longestKey = 1024;

export function openScanner(text: string): Scanner {
  return { cursor: openCursor(text), queue: [], head: undefined, taken: 0, indent: -1, indents: [], possibleKeys: [undefined], keyTokens: [-1], levelOfToken: new Map(), keyAllowed: true };
}

/** The next token, which stays in the queue. */
export function peekToken(scanner: Scanner): Token {
  if (scanner.head) return scanner.head;
  while (needsMore(scanner)) fetch(scanner);
  return (scanner.head = scanner.queue[0] as Token);
}

export function takeToken(scanner: Scanner): Token {
  const next = peekToken(scanner);
  scanner.queue.shift();
  scanner.head = undefined;
  scanner.taken++;
  return next;
}

/** The head of the queue is only settled when no `:` can still turn it into a key. */
function needsMore(scanner: Scanner): boolean {
  if (scanner.queue.length === 0) return true;
  const level = scanner.levelOfToken.get(scanner.taken);
  return level !== undefined && validKey(scanner, level) !== undefined;
}

function inFlow(scanner: Scanner): boolean {
  return scanner.possibleKeys.length > 1;
}

function fetch(scanner: Scanner): void {
  const { cursor } = scanner;
  skipToToken(
    cursor,
    () => inFlow(scanner) || !scanner.keyAllowed,
    () => (scanner.keyAllowed ||= !inFlow(scanner)),
  );
  unroll(scanner, column(cursor));
  const code = peek(cursor);
  if (isEnd(code)) fetchEnd(scanner);
  else if (code === 0x25 && cursor.position === cursor.lineStart) fetchDirective(scanner);
  else if (atDocumentIndicator(cursor)) fetchDocumentIndicator(scanner, code);
  else fetchContent(scanner, cursor.text[cursor.position] as string);
}

function fetchContent(scanner: Scanner, sign: string): void {
  const { cursor } = scanner;
  const stands = isBlankOrEnd(peek(cursor, 1));
  const flow = inFlow(scanner);
  switch (sign) {
    case '[':
    case '{':
      return openFlow(scanner, sign === '[' ? 'flow-list-start' : 'flow-map-start');
    case ']':
    case '}':
      return closeFlow(scanner, sign === ']' ? 'flow-list-end' : 'flow-map-end');
    case ',':
      return fetchFlowEntry(scanner);
    case '*':
    case '&':
      return push(scanner, () => scanAnchor(cursor, sign === '*' ? 'alias' : 'anchor'));
    case '!':
      return push(scanner, () => scanTag(cursor));
    case "'":
    case '"':
      return push(scanner, () => scanQuoted(cursor));
  }
  if (sign === '-' && stands) return fetchBlockEntry(scanner);
  if (sign === '?' && (flow || stands)) return fetchKey(scanner);
  if (sign === ':' && (flow || stands)) return fetchValue(scanner);
  if ((sign === '|' || sign === '>') && !flow) return fetchBlockScalar(scanner);
  if (startsPlain(scanner, sign)) return fetchPlain(scanner);
  throw new YamlFault(cannotStart(sign), cursor.position);
}

function startsPlain(scanner: Scanner, sign: string): boolean {
  const next = peek(scanner.cursor, 1);
  if (sign === '-') return !isBlank(next);
  if (sign === '?' || sign === ':') return !inFlow(scanner) && !isBlankOrEnd(next);
  return !'\t,[]{}#&*!|>\'"%@`'.includes(sign);
}

function cannotStart(sign: string): string {
  if (sign === '\t') return 'a tab stands where the indentation must be spaces';
  return `a value cannot start with ${sign}; quote the text`;
}

/** Adds a token that may be a key. */
function push(scanner: Scanner, scan: () => Token): void {
  savePossibleKey(scanner);
  scanner.keyAllowed = false;
  scanner.queue.push(scan());
}

function pushSign(scanner: Scanner, kind: TokenKind, length = 1): void {
  const start = scanner.cursor.position;
  scanner.cursor.position += length;
  scanner.queue.push(token(kind, start, start + length));
}

function fetchPlain(scanner: Scanner): void {
  savePossibleKey(scanner);
  const { scalar, overLines } = scanPlain(scanner.cursor, scanner.indent, inFlow(scanner));
  scanner.keyAllowed = overLines;
  scanner.queue.push(scalar);
}

function fetchBlockScalar(scanner: Scanner): void {
  dropPossibleKey(scanner);
  scanner.keyAllowed = true;
  scanner.queue.push(scanBlock(scanner.cursor, scanner.indent));
}

function fetchEnd(scanner: Scanner): void {
  // The end counts as a new line: what could still have become a key no longer can.
  scanner.cursor.line++;
  scanner.cursor.lineStart = scanner.cursor.position;
  unroll(scanner, -1);
  dropPossibleKey(scanner);
  scanner.keyAllowed = false;
  pushSign(scanner, 'stream-end', 0);
}

function fetchDirective(scanner: Scanner): void {
  unroll(scanner, -1);
  dropPossibleKey(scanner);
  scanner.keyAllowed = false;
  scanner.queue.push(scanDirective(scanner.cursor));
}

function fetchDocumentIndicator(scanner: Scanner, code: number): void {
  unroll(scanner, -1);
  dropPossibleKey(scanner);
  scanner.keyAllowed = false;
  pushSign(scanner, code === 0x2d ? 'document-start' : 'document-end', 3);
}

function openFlow(scanner: Scanner, kind: TokenKind): void {
  savePossibleKey(scanner);
  if (scanner.possibleKeys.length > deepest) throw new YamlFault(`brackets nest deeper than ${deepest}`, scanner.cursor.position);
  scanner.possibleKeys.push(undefined);
  scanner.keyTokens.push(scanner.taken + scanner.queue.length);
  scanner.keyAllowed = true;
  pushSign(scanner, kind);
}

/** A bracket with nothing in it is forgotten as a key: `{}: x` is the map alone, by a slip of go-yaml's. */
function closeFlow(scanner: Scanner, kind: TokenKind): void {
  dropPossibleKey(scanner);
  if (inFlow(scanner)) {
    scanner.possibleKeys.pop();
    scanner.levelOfToken.delete(scanner.keyTokens.pop() ?? -1);
  }
  scanner.keyAllowed = false;
  pushSign(scanner, kind);
}

function fetchFlowEntry(scanner: Scanner): void {
  dropPossibleKey(scanner);
  scanner.keyAllowed = true;
  pushSign(scanner, 'flow-entry');
}

function fetchBlockEntry(scanner: Scanner): void {
  if (!inFlow(scanner)) {
    if (!scanner.keyAllowed) throw new YamlFault('a list entry cannot start here; put "-" on a line of its own', scanner.cursor.position);
    roll(scanner, column(scanner.cursor), scanner.cursor.position, 'block-list-start');
  }
  dropPossibleKey(scanner);
  scanner.keyAllowed = true;
  pushSign(scanner, 'block-entry');
}

function fetchKey(scanner: Scanner): void {
  if (!inFlow(scanner)) {
    if (!scanner.keyAllowed) throw new YamlFault('a key cannot start here', scanner.cursor.position);
    roll(scanner, column(scanner.cursor), scanner.cursor.position, 'block-map-start');
  }
  dropPossibleKey(scanner);
  scanner.keyAllowed = !inFlow(scanner);
  pushSign(scanner, 'key');
}

function fetchValue(scanner: Scanner): void {
  const level = scanner.possibleKeys.length - 1;
  const key = validKey(scanner, level);
  if (key) {
    const place = key.tokenNumber - scanner.taken;
    insert(scanner, place, token('key', key.position, key.position));
    roll(scanner, key.column, key.position, 'block-map-start', place);
    forgetKey(scanner, level);
    scanner.keyAllowed = false;
  } else {
    if (!inFlow(scanner)) {
      if (!scanner.keyAllowed) throw new YamlFault('a second ":" on this line; quote the value, or put a nested key on a line of its own', scanner.cursor.position);
      roll(scanner, column(scanner.cursor), scanner.cursor.position, 'block-map-start');
    }
    scanner.keyAllowed = !inFlow(scanner);
  }
  pushSign(scanner, 'value');
}

/** Opens a block collection when the column is deeper than the one around. */
function roll(scanner: Scanner, to: number, position: number, kind: TokenKind, place = scanner.queue.length): void {
  if (inFlow(scanner) || scanner.indent >= to) return;
  scanner.indents.push(scanner.indent);
  scanner.indent = to;
  if (scanner.indents.length > deepest) throw new YamlFault(`blocks nest deeper than ${deepest}`, position);
  insert(scanner, place, token(kind, position, position));
}

/** A place before the head is that of a token that is taken already: the end of the queue serves instead. */
function insert(scanner: Scanner, place: number, added: Token): void {
  scanner.queue.splice(place < 0 ? scanner.queue.length : place, 0, added);
}

/** Closes every block collection that is deeper than the column. */
function unroll(scanner: Scanner, to: number): void {
  while (!inFlow(scanner) && scanner.indent > to) {
    pushSign(scanner, 'block-end', 0);
    scanner.indent = scanner.indents.pop() ?? -1;
  }
}

function savePossibleKey(scanner: Scanner): void {
  if (!scanner.keyAllowed) return;
  const { cursor } = scanner;
  const place = column(cursor);
  dropPossibleKey(scanner);
  const level = scanner.possibleKeys.length - 1;
  const tokenNumber = scanner.taken + scanner.queue.length;
  scanner.keyTokens[level] = tokenNumber;
  scanner.levelOfToken.set(tokenNumber, level);
  scanner.possibleKeys[level] = {
    tokenNumber,
    position: cursor.position,
    column: place,
    line: cursor.line,
    required: !inFlow(scanner) && scanner.indent === place,
  };
}

function dropPossibleKey(scanner: Scanner): void {
  const level = scanner.possibleKeys.length - 1;
  const key = scanner.possibleKeys[level];
  if (!key) return;
  if (key.required) throw missingColon(key);
  forgetKey(scanner, level);
}

function forgetKey(scanner: Scanner, level: number): void {
  scanner.possibleKeys[level] = undefined;
  scanner.levelOfToken.delete(scanner.keyTokens[level] ?? -1);
}

/** The possible key of a level while a `:` can still follow it: on its own line, at most 1024 characters on. */
function validKey(scanner: Scanner, level: number): PossibleKey | undefined {
  const key = scanner.possibleKeys[level];
  if (!key) return undefined;
  if (key.line === scanner.cursor.line && key.position + longestKey >= scanner.cursor.position) return key;
  if (key.required) throw missingColon(key);
  scanner.possibleKeys[level] = undefined;
  return undefined;
}

function missingColon(key: PossibleKey): YamlFault {
  return new YamlFault('a key is expected here, and no ":" follows on this line', key.position);
}
