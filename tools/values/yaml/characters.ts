/** Character classes of YAML 1.1. A code is what charCodeAt gives; NaN stands for the end of the text. */

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isEnd(code: number): boolean {
  return code !== code;
}

export function isBreakOrEnd(code: number): boolean {
  return isBreak(code) || isEnd(code);
}

export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreak(code) || isEnd(code);
}

/** A letter, digit, `_` or `-`: what names of anchors, tag handles and directives are made of. */
export function isWord(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f || code === 0x2d;
}

/** The first character that no YAML text may hold, or -1. */
export function forbiddenCharacter(text: string): number {
  // eslint-disable-next-line no-control-regex
  return text.search(/[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ud800-\udfff\ue000-\ufffd]/);
}
