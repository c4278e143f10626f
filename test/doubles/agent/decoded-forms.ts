/**
 * The text itself and what it becomes when it is decoded: percent escapes (up to three layers, `+` as a blank),
 * JSON escapes, and with SQL comments turned into blanks. Broken escapes stay as they are.
 */
export function decodedForms(text: string): string[] {
  const forms = new Set([text]);
  let layer = text.replaceAll('+', ' ');
  for (let depth = 0; depth < 3; depth++) {
    forms.add(layer);
    layer = percentDecoded(layer);
  }
  forms.add(layer);
  for (const form of [...forms]) forms.add(jsonUnescaped(form)).add(form.replace(/\/\*[^*]{0,100}\*\//g, ' '));
  return [...forms];
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'));
}

function jsonUnescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\([/"\\])/g, '$1');
}
