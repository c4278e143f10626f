import { isBlankOrEnd } from './characters.ts';
import { atDocumentIndicator, column, peek } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { folded, readGap } from './folding.ts';
import { token } from './token.ts';
import type { Token } from './token.ts';

/**
 * Reads a scalar without quotes. `indent` is that of the block around it, `inFlow` says whether it stands
 * between brackets. `overLines` of the result: the cursor passed a line break behind the scalar.
 */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): { scalar: Token; overLines: boolean } {
  const start = cursor.position;
  let text = '';
  let end = start;
  let between = '';
  let overLines = false;
  while (!atDocumentIndicator(cursor) && peek(cursor) !== 0x23) {
    const part = readPart(cursor, inFlow);
    if (part !== '') {
      text += between + part;
      end = cursor.position;
      overLines = false;
      between = '';
    }
    const before = cursor.position;
    const gap = readGap(cursor, overLines, (code) => refuseTab(code, cursor, indent));
    if (cursor.position === before) break;
    between = folded(gap);
    overLines = gap.broken;
    if (!inFlow && column(cursor) < indent + 1) break;
  }
  return { scalar: token('scalar', start, end, text, true), overLines };
}

const blockPart = /[^\s\x85\u2028\u2029:]*/y;
const flowPart = /[^\s\x85\u2028\u2029:,?[\]{}]*/y;

/** Characters up to the next blank or to what ends a plain scalar. */
function readPart(cursor: Cursor, inFlow: boolean): string {
  const pattern = inFlow ? flowPart : blockPart;
  const start = cursor.position;
  for (;;) {
    pattern.lastIndex = cursor.position;
    cursor.position += pattern.exec(cursor.text)?.[0].length ?? 0;
    const code = peek(cursor);
    const goesOn = code === 0x3a ? !isBlankOrEnd(peek(cursor, 1)) : isOtherSpace(code);
    if (!goesOn) return cursor.text.slice(start, cursor.position);
    cursor.position++;
  }
}

/** JavaScript's \s holds spaces that are content in YAML, such as the no-break space. */
function isOtherSpace(code: number): boolean {
  return code > 0x85 && code !== 0x2028 && code !== 0x2029 && /\s/.test(String.fromCharCode(code));
}

function refuseTab(code: number, cursor: Cursor, indent: number): void {
  if (code === 0x09 && column(cursor) < indent + 1) {
    throw new YamlFault('a tab stands where the indentation must be spaces', cursor.position);
  }
}
