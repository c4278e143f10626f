import { isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.ts';

/** A place in a text that moves forward. */
export interface Cursor {
  readonly text: string;
  /** Whether the text holds characters of two code units, which count as one column. */
  readonly wide: boolean;
  position: number;
  line: number;
  lineStart: number;
}

export function openCursor(text: string): Cursor {
  // A byte order mark is no content: columns count from behind it.
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { text, wide: /[\ud800-\udbff]/.test(text), position: start, line: 0, lineStart: start };
}

export function peek(cursor: Cursor, ahead = 0): number {
  return cursor.text.charCodeAt(cursor.position + ahead);
}

/** The column of the cursor in characters, from 0. */
export function column(cursor: Cursor): number {
  const units = cursor.position - cursor.lineStart;
  if (!cursor.wide || units === 0) return units;
  return [...cursor.text.slice(cursor.lineStart, cursor.position)].length;
}

/** Moves over one line break and returns it as the reader of YAML sees it. */
export function readBreak(cursor: Cursor): string {
  const code = peek(cursor);
  if (!isBreak(code)) return '';
  cursor.position += code === 0x0d && peek(cursor, 1) === 0x0a ? 2 : 1;
  cursor.line++;
  cursor.lineStart = cursor.position;
  return code >= 0x2028 ? String.fromCharCode(code) : '\n';
}

const lineBreak = /[\n\r\x85\u2028\u2029]/g;

/** Moves to the end of the line and returns what was passed. */
export function readToBreak(cursor: Cursor): string {
  const start = cursor.position;
  if (isBreakOrEnd(peek(cursor))) return '';
  lineBreak.lastIndex = start;
  cursor.position = lineBreak.exec(cursor.text)?.index ?? cursor.text.length;
  return cursor.text.slice(start, cursor.position);
}

/** Whether the cursor stands at a `---` or `...` that separates documents. */
export function atDocumentIndicator(cursor: Cursor): boolean {
  if (cursor.position !== cursor.lineStart) return false;
  const code = peek(cursor);
  if (code !== 0x2d && code !== 0x2e) return false;
  return peek(cursor, 1) === code && peek(cursor, 2) === code && isBlankOrEnd(peek(cursor, 3));
}
