/** Builds the tree of one document out of tokens, after the grammar of libyaml (see scanner.ts). */
import { YamlFault } from './fault.ts';
import type { Entry, ListNode, MapNode, Node } from './node.ts';
import { openScanner, peekToken, takeToken } from './scanner.ts';
import type { Scanner } from './scanner.ts';
import type { Token, TokenKind } from './token.ts';

interface Parser {
  readonly scanner: Scanner;
  /** Undefined while the anchored node itself is being read. */
  readonly anchors: Map<string, Node | undefined>;
  readonly tagHandles: Map<string, string>;
  depth: number;
}

const deepest = 10_000;
const core = 'tag:yaml.org,2002:';

/** Tokens that show that nothing was written before them, where a document, item, key or value could stand. */
const documentBounds: readonly TokenKind[] = ['document-start', 'document-end', 'directive', 'stream-end'];
const afterEmptyItem: readonly TokenKind[] = ['block-entry', 'block-end'];
const afterEmptyIndentlessItem: readonly TokenKind[] = ['block-entry', 'key', 'value', 'block-end'];
const afterEmptyBlockNode: readonly TokenKind[] = ['key', 'value', 'block-end'];
const afterEmptyPairKey: readonly TokenKind[] = ['value', 'flow-entry', 'flow-list-end'];
const afterEmptyFlowKey: readonly TokenKind[] = ['value', 'flow-entry', 'flow-map-end'];

/** The first document of a text, or undefined when there is none. What follows it is not looked at, as in Helm. */
export function parseDocument(text: string): Node | undefined {
  const parser: Parser = { scanner: openScanner(text), anchors: new Map(), tagHandles: new Map([['!', '!'], ['!!', core]]), depth: 0 };
  const opened = openDocument(parser);
  if (!opened && kind(parser) === 'stream-end') return undefined;
  if (opened && isOneOf(parser, documentBounds)) return empty(peekToken(parser.scanner).start);
  const root = parseNode(parser, true, false);
  // go-yaml looks at one token more to end the document, and refuses what cannot be one.
  peekToken(parser.scanner);
  return root;
}

/** Passes directives and `---`; true when a document was opened by them. */
function openDocument(parser: Parser): boolean {
  let directive: Token | undefined;
  while (kind(parser) === 'directive') {
    directive = takeToken(parser.scanner);
    const [, handle, prefix] = /^TAG (\S+)[ \t]+(\S+)$/.exec(directive.text) ?? [];
    if (handle !== undefined && prefix !== undefined) parser.tagHandles.set(handle, prefix);
  }
  if (kind(parser) === 'document-start') {
    takeToken(parser.scanner);
    return true;
  }
  if (directive) throw new YamlFault('a line with "---" must follow a directive', directive.end);
  return false;
}

function kind(parser: Parser): TokenKind {
  return peekToken(parser.scanner).kind;
}

function isOneOf(parser: Parser, kinds: readonly TokenKind[]): boolean {
  return kinds.includes(kind(parser));
}

function empty(at: number, tag = ''): Node {
  return { kind: 'scalar', text: '', plain: true, start: at, end: at, tag };
}

/** `block`: block collections may start here; `indentless`: a list may stand at the indentation of its key. */
function parseNode(parser: Parser, block: boolean, indentless: boolean): Node {
  if (kind(parser) === 'alias') return parseAlias(parser);
  const { anchor, tag, start } = parseProperties(parser);
  if (anchor !== undefined) parser.anchors.set(anchor, undefined);
  const node = parseContent(parser, tag, block, indentless, start);
  if (anchor !== undefined) parser.anchors.set(anchor, node);
  return node;
}

function parseAlias(parser: Parser): Node {
  const { text: name, start, end } = takeToken(parser.scanner);
  const target = parser.anchors.get(name);
  if (!target) {
    const known = parser.anchors.has(name);
    throw new YamlFault(known ? 'this alias contains itself' : `no anchor "&${name}" stands before this alias`, start);
  }
  return { kind: 'alias', name, target, start, end, tag: '' };
}

function parseProperties(parser: Parser): { anchor?: string; tag: string; start?: number } {
  let anchor: string | undefined;
  let tag: string | undefined;
  let start: number | undefined;
  for (;;) {
    const next = peekToken(parser.scanner);
    if (next.kind === 'anchor' && anchor === undefined) anchor = next.text;
    else if (next.kind === 'tag' && tag === undefined) tag = resolveTag(parser, next);
    else return { ...(anchor === undefined ? {} : { anchor }), tag: tag ?? '', ...(start === undefined ? {} : { start }) };
    start ??= next.start;
    takeToken(parser.scanner);
  }
}

/** `!!str` becomes `tag:yaml.org,2002:str`, and that is cut back to `!!str`, the form that resolve.ts knows. */
function resolveTag(parser: Parser, { text, start }: Token): string {
  const [, handle, suffix = ''] = /^(!(?:[\w-]*!)?)(.*)$/.exec(text) ?? [];
  if (handle === undefined) return shorten(text);
  if (text === '!') return '!';
  const prefix = parser.tagHandles.get(handle);
  if (prefix === undefined) throw new YamlFault(`no %TAG line defines "${handle}"`, start);
  return shorten(prefix + decoded(suffix, start));
}

function decoded(suffix: string, start: number): string {
  try {
    return decodeURIComponent(suffix);
  } catch {
    throw new YamlFault('this tag holds a broken %-sequence', start);
  }
}

function shorten(tag: string): string {
  return tag.startsWith(core) ? `!!${tag.slice(core.length)}` : tag;
}

function parseContent(parser: Parser, tag: string, block: boolean, indentless: boolean, propertyStart: number | undefined): Node {
  const next = peekToken(parser.scanner);
  const start = propertyStart ?? next.start;
  switch (next.kind) {
    case 'scalar':
      return parseScalar(parser, tag, start);
    case 'block-entry':
      if (indentless) return nested(parser, () => parseIndentlessList(parser, tag, start));
      break;
    case 'flow-list-start':
      return nested(parser, () => parseFlowList(parser, tag, start));
    case 'flow-map-start':
      return nested(parser, () => parseFlowMap(parser, tag, start));
    case 'block-list-start':
      if (block) return nested(parser, () => parseBlockList(parser, tag, start));
      break;
    case 'block-map-start':
      if (block) return nested(parser, () => parseBlockMap(parser, tag, start));
      break;
  }
  if (propertyStart !== undefined) return empty(propertyStart, tag);
  throw new YamlFault(`a value is expected here, found ${describe(next)}`, next.start);
}

function parseScalar(parser: Parser, tag: string, start: number): Node {
  const scalar = takeToken(parser.scanner);
  return { kind: 'scalar', text: scalar.text, plain: scalar.plain && tag === '', start, end: scalar.end, tag };
}

function nested(parser: Parser, parse: () => Node): Node {
  // Recursion costs stack; go-yaml allows 10,000 levels and no one writes a hundred.
  if (++parser.depth > deepest / 10) throw new YamlFault('the values nest too deep', peekToken(parser.scanner).start);
  const node = parse();
  parser.depth--;
  return node;
}

function parseBlockList(parser: Parser, tag: string, start: number): Node {
  const node: ListNode = { kind: 'list', items: [], start, end: start, tag };
  takeToken(parser.scanner);
  while (kind(parser) === 'block-entry') {
    const { end } = takeToken(parser.scanner);
    node.items.push(isOneOf(parser, afterEmptyItem) ? empty(end) : parseNode(parser, true, false));
  }
  closeBlock(parser, 'another "-" or less indentation is expected here');
  return finish(node, node.items.at(-1));
}

function parseIndentlessList(parser: Parser, tag: string, start: number): Node {
  const node: ListNode = { kind: 'list', items: [], start, end: start, tag };
  while (kind(parser) === 'block-entry') {
    const { end } = takeToken(parser.scanner);
    const isEmpty = isOneOf(parser, afterEmptyIndentlessItem);
    node.items.push(isEmpty ? empty(end) : parseNode(parser, true, false));
  }
  return finish(node, node.items.at(-1));
}

function parseBlockMap(parser: Parser, tag: string, start: number): Node {
  const node: MapNode = { kind: 'map', entries: [], start, end: start, tag };
  takeToken(parser.scanner);
  while (kind(parser) === 'key') {
    const { end } = takeToken(parser.scanner);
    const key = isOneOf(parser, afterEmptyBlockNode) ? empty(end) : parseNode(parser, true, true);
    node.entries.push({ key, value: parseBlockValue(parser, key) });
  }
  closeBlock(parser, 'another key or less indentation is expected here');
  return finish(node, node.entries.at(-1)?.value);
}

function parseBlockValue(parser: Parser, key: Node): Node {
  if (kind(parser) !== 'value') return empty(key.end);
  const { end } = takeToken(parser.scanner);
  return isOneOf(parser, afterEmptyBlockNode) ? empty(end) : parseNode(parser, true, true);
}

function closeBlock(parser: Parser, expectation: string): void {
  const next = peekToken(parser.scanner);
  if (next.kind !== 'block-end') throw new YamlFault(`${expectation}, found ${describe(next)}`, next.start);
  takeToken(parser.scanner);
}

function parseFlowList(parser: Parser, tag: string, start: number): Node {
  const node: ListNode = { kind: 'list', items: [], start, end: start, tag };
  takeToken(parser.scanner);
  for (let first = true; kind(parser) !== 'flow-list-end'; first = false) {
    if (!first) passComma(parser, ']', start);
    if (kind(parser) === 'key') node.items.push(parsePair(parser));
    else if (kind(parser) !== 'flow-list-end') node.items.push(parseNode(parser, false, false));
  }
  node.end = takeToken(parser.scanner).end;
  return node;
}

/** `[a: b]` is a list of one map. */
function parsePair(parser: Parser): Node {
  const { start } = takeToken(parser.scanner);
  const key = isOneOf(parser, afterEmptyPairKey) ? empty(start) : parseNode(parser, false, false);
  const entry: Entry = { key, value: parseFlowValue(parser, key, 'flow-list-end') };
  return { kind: 'map', entries: [entry], start, end: entry.value.end, tag: '' };
}

function parseFlowMap(parser: Parser, tag: string, start: number): Node {
  const node: MapNode = { kind: 'map', entries: [], start, end: start, tag };
  takeToken(parser.scanner);
  for (let first = true; kind(parser) !== 'flow-map-end'; first = false) {
    if (!first) passComma(parser, '}', start);
    if (kind(parser) === 'key') node.entries.push(parseFlowEntry(parser));
    else if (kind(parser) !== 'flow-map-end') {
      const key = parseNode(parser, false, false);
      node.entries.push({ key, value: empty(key.end) });
    }
  }
  node.end = takeToken(parser.scanner).end;
  return node;
}

function parseFlowEntry(parser: Parser): Entry {
  const { start } = takeToken(parser.scanner);
  const key = isOneOf(parser, afterEmptyFlowKey) ? empty(start) : parseNode(parser, false, false);
  return { key, value: parseFlowValue(parser, key, 'flow-map-end') };
}

function parseFlowValue(parser: Parser, key: Node, end: TokenKind): Node {
  if (kind(parser) !== 'value') return empty(key.end);
  const sign = takeToken(parser.scanner);
  return kind(parser) === 'flow-entry' || kind(parser) === end ? empty(sign.end) : parseNode(parser, false, false);
}

function passComma(parser: Parser, closing: string, start: number): void {
  const next = peekToken(parser.scanner);
  if (next.kind === 'stream-end') throw new YamlFault(`this bracket is never closed with "${closing}"`, start);
  if (next.kind !== 'flow-entry') throw new YamlFault(`"," or "${closing}" is expected here, found ${describe(next)}`, next.start);
  takeToken(parser.scanner);
}

function finish(node: ListNode | MapNode, last: Node | undefined): Node {
  node.end = Math.max(node.end, last?.end ?? node.start);
  return node;
}

function describe({ kind, text }: Token): string {
  if (kind === 'stream-end') return 'the end of the file';
  if (kind === 'block-end') return 'the end of the block';
  // A scalar may be a secret: only its kind is told.
  return kind === 'scalar' ? 'a text' : `"${text || kind.replaceAll('-', ' ')}"`;
}
