import { construct } from './construct.ts';
import type { DuplicateKey, Value } from './construct.ts';
import { forbiddenCharacter } from './characters.ts';
import { YamlFault } from './fault.ts';
import type { Node } from './node.ts';
import { parseDocument } from './parser.ts';

/** One document of a values file; its nodes' offsets count from `base`. */
export interface Document {
  readonly base: number;
  readonly root: Node;
  readonly value: Value;
  readonly duplicates: readonly DuplicateKey[];
}

/**
 * The documents of a values file as Helm 4 reads them: it cuts the text at lines that begin with `---`,
 * and merges what it finds. Helm 3.17 reads the first one only; a caller that meets more than one tells so.
 * Throws a YamlFault, its offset that of the whole text.
 */
export function readDocuments(text: string): Document[] {
  const forbidden = forbiddenCharacter(text);
  if (forbidden >= 0) throw new YamlFault('a control character stands here', forbidden);
  return split(text).flatMap(({ base, part }) => readDocument(part, base) ?? []);
}

function readDocument(part: string, base: number): Document | undefined {
  try {
    const root = parseDocument(part);
    return root && { base, root, ...construct(root) };
  } catch (error) {
    if (error instanceof YamlFault) throw new YamlFault(error.message, base + error.offset);
    if (error instanceof RangeError) throw new YamlFault('the values nest too deep', base);
    throw error;
  }
}

/** https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/yaml/decoder.go, YAMLReader. */
function split(text: string): { base: number; part: string }[] {
  if (!text.startsWith('---') && !text.includes('\n---')) return [{ base: 0, part: text }];
  const parts: { base: number; part: string }[] = [];
  let base = 0;
  for (const { index: found, 0: match, 1: line = '' } of text.matchAll(/(?:^|\n)---([^\n]*)/g)) {
    const index = found + (match.startsWith('\n') ? 1 : 0);
    const rest = line.trim();
    if (rest !== '' && !rest.startsWith('#')) throw new YamlFault('only a comment may follow "---" on its line', index);
    if (index === base) continue;
    parts.push({ base, part: text.slice(base, index) });
    base = index + line.length + 4;
  }
  if (base < text.length || parts.length === 0) parts.push({ base, part: text.slice(base) });
  return parts;
}
