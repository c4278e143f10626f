/** Replaces what stands between two marker lines of a file that is otherwise written by hand. Throws when the markers are not there. */
export function betweenMarkers(file: string, text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${file} needs the lines ${begin} and ${end}; the ${name} go between them`);
  return `${text.slice(0, before)}${begin}\n${content}${text.slice(after)}`;
}
