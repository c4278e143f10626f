/** A table for a terminal: a header, a rule, and the lines, each column as wide as its widest cell. */
export function columns(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  const rule = widths.map((width) => '-'.repeat(width)).join('  ').trimEnd();
  return `${[text[0], rule, ...text.slice(1)].join('\n')}\n`;
}
