import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { banner } from './banner.ts';
import { writeAtomically } from './write.ts';

/** The part of an OpenAPI v2 document that is read here: what the API server serves at /openapi/v2. */
export interface OpenApi {
  readonly info: { readonly version: string };
  readonly definitions: Readonly<Record<string, Node>>;
}

type Node = { readonly [key: string]: unknown };

export const kubernetesFile = 'schema/kubernetes.json';

/**
 * Writes schema/kubernetes.json: the API's own types that the hand-written sources refer to, with all that
 * those refer to, and nothing else. Types stay; enums go, and unknown fields stay allowed, because a newer
 * API server may know more. Not part of `npm run gen`, which must work without a cluster.
 */
export async function generateKubernetes(root: string, document: OpenApi): Promise<string> {
  const definitions: Record<string, unknown> = {};
  for (const fullName of reachable(document, await wantedNames(root))) {
    const name = shortName(fullName);
    if (definitions[name]) throw new Error(`two API types are called ${name}; refer to only one of them`);
    definitions[name] = special[name] ?? simplify(document.definitions[fullName]);
  }
  const source = `/openapi/v2 of Kubernetes ${document.info.version} (sha256 of its definitions: ${digest(document.definitions)})`;
  const sorted = Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeAtomically(join(root, kubernetesFile), `${JSON.stringify({ $comment: banner(source, 'npm run gen -- --kubernetes'), definitions: sorted }, null, 1)}\n`);
  return source;
}

/** Types whose OpenAPI form says less than the API server checks. */
const special: Readonly<Record<string, unknown>> = {
  // https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ : numbers are taken too.
  Quantity: {
    type: ['string', 'number'],
    pattern: '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$',
    'x-message': 'a quantity such as 100m, 0.5, 256Mi or 1Gi',
  },
  IntOrString: { type: ['integer', 'string'] },
  Time: { type: 'string' },
};

/** The API types named by references such as `kubernetes.json#/definitions/Probe` in the sources. */
async function wantedNames(root: string): Promise<string[]> {
  const files = (await readdir(join(root, 'schema'), { recursive: true })).filter((file) => file.endsWith('.yaml'));
  const texts = await Promise.all(files.map((file) => readFile(join(root, 'schema', file), 'utf8')));
  const names = texts.flatMap((text) => [...text.matchAll(/kubernetes\.json#\/definitions\/(\w+)/g)].map((match) => match[1] ?? ''));
  return [...new Set(names)];
}

function reachable(document: OpenApi, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = names.map((name) => fullName(document, name));
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (!special[shortName(name)]) waiting.push(...references(document.definitions[name]));
  }
  return found;
}

/** `Probe` → `io.k8s.api.core.v1.Probe`: the one definition of that name in a stable API version. */
function fullName(document: OpenApi, name: string): string {
  const candidates = Object.keys(document.definitions).filter((full) => shortName(full) === name && !/\.v\d+(alpha|beta)/.test(full));
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  throw new Error(`the API server knows ${candidates.length || 'no'} stable types called ${name} ${candidates.join(' ')}`);
}

function references(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(references);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' && typeof value === 'string' ? [value.replace('#/definitions/', '')] : references(value)));
}

function simplify(node: unknown): unknown {
  const { $ref, description, type, properties, required, items, additionalProperties } = node as Node;
  if (typeof $ref === 'string') return { $ref: `#/definitions/${shortName($ref)}` };
  return {
    ...(description ? { description: firstSentence(String(description)) } : {}),
    ...(type ? { type } : {}),
    ...(required ? { required } : {}),
    ...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, simplify(value)])) } : {}),
    ...(items ? { items: simplify(items) } : {}),
    ...(additionalProperties ? { additionalProperties: simplify(additionalProperties) } : {}),
  };
}

function firstSentence(description: string): string {
  const text = description.replace(/\s*Possible enum values:.*$/s, '');
  return (/^.*?\.(?=\s+[A-Z]|\s*$|\n)/s.exec(text)?.[0] ?? text).replace(/\s+/g, ' ').trim();
}

function shortName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/** The same for the same definitions, in whatever order a server lists them. */
function digest(definitions: unknown): string {
  const sortKeys = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  return createHash('sha256').update(JSON.stringify(definitions, sortKeys)).digest('hex').slice(0, 16);
}
