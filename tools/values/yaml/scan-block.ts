import { isBlank, isBreak, isBreakOrEnd, isEnd } from './characters.ts';
import { column, peek, readBreak, readToBreak } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { token } from './token.ts';
import type { Token } from './token.ts';

/** Reads a `|` or `>` block; `parentIndent` is the indentation of the block around it, -1 at the top. */
export function scanBlock(cursor: Cursor, parentIndent: number): Token {
  const start = cursor.position;
  const literal = peek(cursor) === 0x7c;
  cursor.position++;
  const header = readHeader(cursor);
  const wanted = header.increment === 0 ? 0 : Math.max(parentIndent, 0) + header.increment;
  let { indent, breaks } = readBreaks(cursor, wanted, parentIndent);
  let text = '';
  let lineBreak = '';
  let afterBlank = false;
  let end = cursor.position;
  while (column(cursor) === indent && !isEnd(peek(cursor))) {
    const blank = isBlank(peek(cursor));
    const folds = !literal && lineBreak.startsWith('\n') && !afterBlank && !blank;
    text += folds ? (breaks === '' ? ' ' : '') : lineBreak;
    text += breaks + readToBreak(cursor);
    afterBlank = blank;
    end = cursor.position;
    lineBreak = readBreak(cursor);
    breaks = readBreaks(cursor, indent, parentIndent).breaks;
  }
  if (header.chomping !== '-') text += lineBreak;
  if (header.chomping === '+') text += breaks;
  return token('scalar', start, end, text);
}

/** The signs behind `|` or `>`: an indentation of 1 to 9 and `+` or `-`, in any order. */
function readHeader(cursor: Cursor): { increment: number; chomping: string } {
  const [signs = '', first = '', digit = '', last = ''] = /^([+-]?)([0-9]?)([+-]?)/.exec(cursor.text.slice(cursor.position, cursor.position + 3)) ?? [];
  const second = first === '' ? last : '';
  if (digit === '0') throw new YamlFault('the indentation of a block cannot be 0', cursor.position);
  cursor.position += signs.length - (first !== '' ? last.length : 0);
  while (isBlank(peek(cursor))) cursor.position++;
  if (peek(cursor) === 0x23) readToBreak(cursor);
  if (!isBreakOrEnd(peek(cursor))) throw new YamlFault('only a comment may follow the sign of a block', cursor.position);
  readBreak(cursor);
  return { increment: Number(digit), chomping: first || second };
}

/** Passes empty lines and the indentation of the next line; an `indent` of 0 asks for it to be found. */
function readBreaks(cursor: Cursor, indent: number, parentIndent: number): { indent: number; breaks: string } {
  let breaks = '';
  let widest = 0;
  const inIndent = (): boolean => indent === 0 || column(cursor) < indent;
  for (;;) {
    while (inIndent() && peek(cursor) === 0x20) cursor.position++;
    widest = Math.max(widest, column(cursor));
    if (inIndent() && peek(cursor) === 0x09) throw new YamlFault('a tab stands where the indentation must be spaces', cursor.position);
    if (!isBreak(peek(cursor))) break;
    breaks += readBreak(cursor);
  }
  return { indent: indent === 0 ? Math.max(widest, parentIndent + 1, 1) : indent, breaks };
}
