import { isUtf8 } from 'node:buffer';
import { mergeMaps } from './merge.ts';
import { isMap } from './value.ts';
import type { ValueMap } from './value.ts';
import { readDocuments } from './yaml/documents.ts';
import type { Document } from './yaml/documents.ts';
import { YamlFault } from './yaml/fault.ts';

/** A values file after reading: what Helm makes of it, and the trees that know where each value stands. */
export interface ValuesText {
  readonly text: string;
  readonly value: ValueMap;
  readonly documents: readonly Document[];
}

/** Decodes the bytes of a values file. Throws a YamlFault for what is not UTF-8. */
export function decode(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw notUtf8(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Reads a values file in Helm's dialect. Throws a YamlFault for what Helm refuses. */
export function readValues(text: string): ValuesText {
  const documents = readDocuments(text);
  let value: ValueMap = {};
  for (const document of documents) {
    if (document.value === null) continue;
    if (!isMap(document.value)) throw notAMap(document);
    value = documents.length === 1 ? document.value : mergeMaps(value, document.value);
  }
  return { text, value, documents };
}

function notAMap({ base, root, value }: Document): YamlFault {
  const found = Array.isArray(value) ? 'a list' : 'a single text or number';
  return new YamlFault(`a values file holds a map of keys, found ${found}`, base + root.start);
}

function notUtf8(bytes: Uint8Array): YamlFault {
  const [first, second] = bytes;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (utf16) return new YamlFault('this file is UTF-16; save it as UTF-8', 0);
  const offset = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).indexOf('\ufffd');
  return new YamlFault('this character is not UTF-8; save the file as UTF-8', Math.max(offset, 0));
}
