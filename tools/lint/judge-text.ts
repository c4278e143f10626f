/** Findings about a values file as text, before any value is judged. */
import type { Layer } from '../values/layer.ts';
import { decode, readValues } from '../values/read-values.ts';
import type { ValuesText } from '../values/read-values.ts';
import { fileLayer } from '../values/stack.ts';
import { isMergeKey } from '../values/yaml/construct.ts';
import type { Document } from '../values/yaml/documents.ts';
import { YamlFault } from '../values/yaml/fault.ts';
import type { Node } from '../values/yaml/node.ts';
import { placeOf } from '../values/locate.ts';
import type { Diagnostic } from './diagnostic.ts';
import { diagnose } from './place.ts';
import { beforeEquals } from './shown.ts';

export interface JudgedText {
  /** Absent when the text cannot be read. */
  readonly layer?: Layer;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a values file and tells what is wrong with its text. */
export function judgeText(kind: Layer['kind'], name: string, bytes: Uint8Array): JudgedText {
  const source = { kind, name, text: Buffer.from(bytes).toString('utf8') };
  try {
    const read = readValues(decode(bytes));
    const layer = fileLayer(kind, name, read);
    return { layer, diagnostics: [...severalDocuments(read, source), ...lostLine(source), ...read.documents.flatMap((document) => keys(document, source))] };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return { diagnostics: [fault(error, source)] };
  }
}

type Source = Pick<Layer, 'kind' | 'name' | 'text'>;

function fault({ message, offset }: YamlFault, source: Source): Diagnostic {
  const template = templateStart(source.text, offset);
  const range = { start: template ?? offset, end: (template ?? offset) + (template === undefined ? 0 : 2) };
  if (template === undefined) return diagnose({ rule: 'yaml/syntax', severity: 'error', message: `not valid YAML for Helm: ${message}`, path: [] }, source, range);
  const words = 'this is a template, not a values file: render it first, or quote the text if it is meant as it stands';
  return diagnose({ rule: 'yaml/template', severity: 'error', message: words, path: [] }, source, range);
}

/** No more templates than these are tried: each is another reading of the text. */
const tried = 5;

/** The `{{`, `%{` or `{%` of the template that explains a fault: with a plain word in its place the text reads on. In a quoted text or a block it explains nothing. */
function templateStart(text: string, offset: number): number | undefined {
  const starts = [...text.slice(0, offset + 2).matchAll(/\{\{|%\{|\{%/g)].map(({ index }) => index);
  return starts.slice(-tried).findLast((start) => {
    const after = faultOffset(withoutTemplate(text, start));
    return after === undefined || after > offset;
  });
}

/** The text with a word where the template stands, or a comment where it fills its line. */
function withoutTemplate(text: string, start: number): string {
  const [template = ''] = /^(\{\{.*?\}\}|%\{.*?\}|\{%.*?%\}|.*)/.exec(text.slice(start)) ?? [];
  const end = start + template.length;
  const alone = /(^|\n)[ \t]*$/.test(text.slice(0, start)) && /^[ \t\r]*(\n|$)/.test(text.slice(end));
  return text.slice(0, start) + (alone ? '#' : 'x').repeat(template.length) + text.slice(end);
}

function faultOffset(text: string): number | undefined {
  try {
    readValues(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return error.offset;
  }
}

function severalDocuments({ documents }: ValuesText, source: Source): Diagnostic[] {
  const second = documents[1];
  if (!second) return [];
  const message = 'a second document starts here: Helm 4 merges it over the first, Helm 3.17 ignores it; keep one document in a values file';
  return [diagnose({ rule: 'yaml/several-documents', severity: 'warning', message, path: [] }, source, { start: second.base, end: second.base })];
}

/**
 * Helm 4 reads lines in pieces of 4096 bytes and forgets a last line that ends with a piece and not with a line break:
 * https://github.com/helm/helm/issues/32506.
 */
function lostLine(source: Source): Diagnostic[] {
  const start = source.text.lastIndexOf('\n') + 1;
  const length = Buffer.byteLength(source.text.slice(start));
  if (length === 0 || length % 4096 !== 0) return [];
  const message = `Helm 4 does not see this last line, because it has ${length} bytes and no line break behind it; add the line break`;
  return [diagnose({ rule: 'yaml/lost-line', severity: 'error', message, path: [] }, source, { start, end: source.text.length })];
}

function keys({ base, root, duplicates }: Document, source: Source): Diagnostic[] {
  const shifted = ({ start, end }: Node) => ({ start: start + base, end: end + base });
  const twice = duplicates.map(({ key, first, second }) => {
    const { line } = placeOf(source.text, shifted(first));
    const message = `the key ${beforeEquals(key)} stands here a second time (first on line ${line}); only this one counts: remove one of the two`;
    return diagnose({ rule: 'yaml/duplicate-key', severity: 'warning', message, path: [] }, source, shifted(second));
  });
  const booleans = booleanKeys(root).map((key) => {
    const name = source.text.slice(key.start + base, key.end + base);
    const message = `the key ${name} is a boolean in YAML 1.1, so Helm calls it "${/^(y|on)/i.test(name) ? 'true' : 'false'}"; quote it`;
    return diagnose({ rule: 'yaml/boolean-key', severity: 'warning', message, path: [] }, source, shifted(key));
  });
  return [...twice, ...booleans];
}

/** Keys such as `on` and `y`; `true` and `false` are what they look like. */
function booleanKeys(node: Node): Node[] {
  if (node.kind === 'list') return node.items.flatMap(booleanKeys);
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => {
    const odd = key.kind === 'scalar' && key.plain && !isMergeKey(key) && /^(y|yes|on|n|no|off)$/i.test(key.text) && !/^(yE|oN)/.test(key.text);
    return [...(odd ? [key] : []), ...booleanKeys(value)];
  });
}
