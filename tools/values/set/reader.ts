/** The text of one argument, read from left to right. */
export interface Reader {
  readonly text: string;
  position: number;
  /** Whether a backslash takes the meaning from the next character. */
  readonly escapes: boolean;
}

/** What stands before the next of the signs in `stops`, and that sign, which is passed; `stop` is empty at the end. */
export interface Part {
  readonly text: string;
  readonly stop: string;
  readonly start: number;
  readonly end: number;
}

export function readUntil(reader: Reader, stops: string): Part {
  const start = reader.position;
  let text = '';
  while (reader.position < reader.text.length) {
    const character = reader.text[reader.position++] as string;
    if (stops.includes(character)) return { text, stop: character, start, end: reader.position - 1 };
    if (character === '\\' && reader.escapes) text += reader.text[reader.position++] ?? '';
    else text += character;
  }
  return { text, stop: '', start, end: reader.position };
}

export function atEnd(reader: Reader): boolean {
  return reader.position >= reader.text.length;
}

/** Passes one sign if it stands here. */
export function passSign(reader: Reader, sign: string): boolean {
  if (reader.text[reader.position] !== sign) return false;
  reader.position++;
  return true;
}

/** Passes blanks and at most one comma; true when nothing else stood there. */
export function passBlanksAndComma(reader: Reader): boolean {
  while (!atEnd(reader)) {
    const character = reader.text[reader.position] as string;
    if (character !== ',' && !/\s/.test(character)) return false;
    reader.position++;
    if (character === ',') return true;
  }
  return true;
}
