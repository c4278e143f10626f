import { isBlankOrEnd, isBreak, isEnd } from './characters.ts';
import { atDocumentIndicator, peek, readBreak } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { folded, readGap } from './folding.ts';
import { token } from './token.ts';
import type { Token } from './token.ts';

const backslash = 0x5c;

/** Reads a scalar in single or double quotes; the cursor stands at the opening quote. */
export function scanQuoted(cursor: Cursor): Token {
  const start = cursor.position;
  const quote = peek(cursor);
  let text = '';
  cursor.position++;
  for (;;) {
    refuseEnd(cursor, start);
    const part = quote === 0x27 ? readSingle(cursor) : readDouble(cursor, start);
    text += part.text;
    if (peek(cursor) === quote) break;
    text += folded(readGap(cursor, part.lineJoined));
  }
  cursor.position++;
  return token('scalar', start, cursor.position, text);
}

interface Part {
  readonly text: string;
  /** A `\` at the end of the line: the line break is no content. */
  readonly lineJoined: boolean;
}

function refuseEnd(cursor: Cursor, start: number): void {
  if (isEnd(peek(cursor))) throw new YamlFault('this quote is never closed', start);
  if (atDocumentIndicator(cursor)) throw new YamlFault('a document marker stands inside a quoted text', cursor.position);
}

function readSingle(cursor: Cursor): Part {
  const start = cursor.position;
  for (let code = peek(cursor); !isBlankOrEnd(code); code = peek(cursor)) {
    if (code === 0x27 && peek(cursor, 1) !== 0x27) break;
    cursor.position += code === 0x27 ? 2 : 1;
  }
  return { text: cursor.text.slice(start, cursor.position).replaceAll("''", "'"), lineJoined: false };
}

function readDouble(cursor: Cursor, start: number): Part {
  let text = '';
  for (let code = peek(cursor); !isBlankOrEnd(code) && code !== 0x22; code = peek(cursor)) {
    if (code !== backslash) {
      text += cursor.text[cursor.position++];
    } else if (isBreak(peek(cursor, 1))) {
      cursor.position++;
      readBreak(cursor);
      return { text, lineJoined: true };
    } else {
      text += readEscape(cursor, start);
    }
  }
  return { text, lineJoined: false };
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', ' ': ' ',
  '"': '"', "'": "'", '\\': '\\', '/': '/', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
};
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readEscape(cursor: Cursor, start: number): string {
  const at = cursor.position;
  const letter = cursor.text[at + 1];
  if (letter === undefined) throw new YamlFault('this quote is never closed', start);
  cursor.position += 2;
  const length = hexLengths[letter];
  if (length !== undefined) return readHex(cursor, length, at);
  const character = escapes[letter];
  if (character === undefined) throw new YamlFault(`"\\${letter}" is no escape sequence; write "\\\\" for a backslash, or use single quotes`, at);
  return character;
}

function readHex(cursor: Cursor, length: number, at: number): string {
  const digits = cursor.text.slice(cursor.position, cursor.position + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) throw new YamlFault(`this escape sequence needs ${length} hexadecimal digits`, at);
  const code = parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw new YamlFault('this escape sequence is no Unicode character', at);
  cursor.position += length;
  return String.fromCodePoint(code);
}
