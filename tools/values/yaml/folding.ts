import { isBlank, isBreak } from './characters.ts';
import { peek, readBreak } from './cursor.ts';
import type { Cursor } from './cursor.ts';

/** The blanks and line breaks between two parts of a scalar that runs over lines. */
export interface Gap {
  blanks: string;
  firstBreak: string;
  moreBreaks: string;
  broken: boolean;
}

/**
 * Passes blanks and line breaks. `broken` says that a line break came before (after a `\` at the end of a line);
 * `refuse` looks at each blank at the start of a line.
 */
export function readGap(cursor: Cursor, broken: boolean, refuse?: (code: number) => void): Gap {
  const gap: Gap = { blanks: '', firstBreak: '', moreBreaks: '', broken };
  for (let code = peek(cursor); isBlank(code) || isBreak(code); code = peek(cursor)) {
    if (isBlank(code)) {
      if (gap.broken) refuse?.(code);
      else gap.blanks += cursor.text[cursor.position];
      cursor.position++;
    } else if (gap.broken) {
      gap.moreBreaks += readBreak(cursor);
    } else {
      gap.blanks = '';
      gap.firstBreak = readBreak(cursor);
      gap.broken = true;
    }
  }
  return gap;
}

/** What a gap stands for inside the scalar: one line break is a blank, each further one stays. */
export function folded(gap: Gap): string {
  if (!gap.broken) return gap.blanks;
  if (gap.firstBreak.startsWith('\n')) return gap.moreBreaks === '' ? ' ' : gap.moreBreaks;
  return gap.firstBreak + gap.moreBreaks;
}
