import { isBlank, isBlankOrEnd, isBreakOrEnd, isWord } from './characters.ts';
import { peek, readBreak, readToBreak } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { token } from './token.ts';
import type { Token } from './token.ts';

/** Reads `&name` or `*name`. */
export function scanAnchor(cursor: Cursor, kind: 'anchor' | 'alias'): Token {
  const start = cursor.position++;
  const name = readWord(cursor);
  const code = peek(cursor);
  if (name === '' || !(isBlankOrEnd(code) || '?:,]}%@`'.includes(String.fromCharCode(code)))) {
    throw new YamlFault(`the name of an ${kind} is made of letters, digits, "-" and "_"; quote the text if it is no ${kind}`, start);
  }
  return token(kind, start, cursor.position, name);
}

/** Reads a tag such as `!!str`, `!local` or `!<uri>`; its text is `!!str`, `!local`, or the URI. */
export function scanTag(cursor: Cursor): Token {
  const start = cursor.position;
  const match = /!<([^>\s]*)>|!(?:[\w-]*!)?[\w;/?:@&=+$.,~*'()[\]%!-]*/y;
  match.lastIndex = start;
  const [whole = '!', uri] = match.exec(cursor.text) ?? [];
  cursor.position += whole.length;
  const malformed = uri === '' || /^![\w-]*!$/.test(whole) || /%(?![0-9a-fA-F]{2})/.test(whole);
  if (malformed || !isBlankOrEnd(peek(cursor))) throw new YamlFault(`"${whole}" is no tag; quote the text if it is none`, start);
  return token('tag', start, cursor.position, uri ?? whole);
}

/** Reads a `%` line. Helm takes `%YAML 1.1` and `%TAG`; anything else it refuses. */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.position;
  const line = readToBreak(cursor);
  const [, name = '', rest = ''] = /^%([\w-]*)[ \t]*(.*?)(?:[ \t]+#.*)?[ \t]*$/.exec(line) ?? [];
  if (name === 'YAML' ? rest !== '1.1' : name !== 'TAG' || !/^![\w-]*!?[ \t]+\S+$/.test(rest)) {
    const remedy = name === 'YAML' ? 'remove this line: Helm reads YAML 1.1 and refuses any other version' : 'quote the text if it is no directive';
    throw new YamlFault(`"%${name}${rest === '' ? '' : ` ${rest}`}" is not accepted; ${remedy}`, start);
  }
  readBreak(cursor);
  return token('directive', start, start + line.length, `${name} ${rest}`);
}

function readWord(cursor: Cursor): string {
  const start = cursor.position;
  while (isWord(peek(cursor))) cursor.position++;
  return cursor.text.slice(start, cursor.position);
}

/** Moves over blanks, comments and line breaks; calls `atBreak` for each line break. Tabs only where `tabs()` allows them. */
export function skipToToken(cursor: Cursor, tabs: () => boolean, atBreak: () => void): void {
  for (;;) {
    while (peek(cursor) === 0x20 || (isBlank(peek(cursor)) && tabs())) cursor.position++;
    if (peek(cursor) === 0x23) readToBreak(cursor);
    if (!isBreakOrEnd(peek(cursor)) || readBreak(cursor) === '') return;
    atBreak();
  }
}
