import { LineCounter, isMap, isScalar, parseDocument } from 'yaml';
import type { Pair } from 'yaml';

/** One key of a values.yaml, in the order of the file. */
export interface DocumentedValue {
  readonly path: readonly string[];
  readonly value: unknown;
  /** The sentence after `# -- ` above the key, on one line; empty when there is none. */
  readonly description: string;
}

/** Every key of `text`, maps included, with the comment above it. Lists are values, not looked into. */
export function documentedValues(text: string): DocumentedValue[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lines = text.split('\n');
  const visit = (node: unknown, path: readonly string[]): DocumentedValue[] => {
    if (!isMap(node)) return [];
    return node.items.flatMap((pair: Pair) => {
      if (!isScalar(pair.key) || !pair.key.range) return [];
      const here = [...path, String(pair.key.value)];
      const line = counter.linePos(pair.key.range[0]).line;
      const value = isScalar(pair.value) ? pair.value.value : (pair.value as { toJSON(): unknown } | null)?.toJSON();
      return [{ path: here, value, description: commentAbove(lines, line - 1) }, ...visit(pair.value, here)];
    });
  };
  return visit(document.contents, []);
}

/** The last `# -- ` comment of the block that ends directly above line `index` (from 0). */
function commentAbove(lines: readonly string[], index: number): string {
  const block: string[] = [];
  for (let line = index - 1; line >= 0; line--) {
    const comment = /^\s*#(?: (-- )?(.*))?$/.exec(lines[line] ?? '');
    if (!comment) break;
    block.unshift(comment[2] ?? '');
    if (comment[1]) return block.join(' ').trim();
  }
  return '';
}
