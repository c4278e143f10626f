/** The offset behind the JSON value that starts at or behind `start`, or -1 when it is not closed. */
export function jsonEnd(text: string, start: number): number {
  const first = /\s*/y;
  first.lastIndex = start;
  first.exec(text);
  let depth = 0;
  for (let at = first.lastIndex; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') at = stringEnd(text, at);
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (depth === 0) return wordEnd(text, at);
    if (at < 0) return -1;
    if (depth === 0) return at + 1;
  }
  return -1;
}

/** The offset of the closing quote, or -2, which stays below 0 in the caller's loop. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -2;
}

function wordEnd(text: string, start: number): number {
  const word = /[^\s,[\]{}":]*/y;
  word.lastIndex = start;
  word.exec(text);
  return word.lastIndex;
}
