import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Node = { readonly [key: string]: unknown };

/** The part of /openapi/v2 that is read here. */
export interface Definitions {
  readonly definitions: Readonly<Record<string, Node>>;
}

/** Where kubeconform finds the schemas that `writeApiSchemas` wrote into `folder`. */
export function schemaLocation(folder: string): string {
  return join(folder, '{{.Group}}/{{.ResourceAPIVersion}}/{{.ResourceKind}}.json');
}

/**
 * Writes a strict JSON schema for each kind that an API server serves, its definitions inside: only what that very
 * server knows is right, the kinds of other projects included. A closed map where properties are named, as
 * `kubeconform -strict` wants it.
 */
export async function writeApiSchemas({ definitions }: Definitions, folder: string): Promise<void> {
  // https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ : numbers are taken too.
  const strict = { ...(mapped(definitions) as Record<string, Node>), 'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['string', 'number'] } };
  for (const [name, definition] of Object.entries(definitions)) {
    for (const { group, version, kind } of kindsOf(definition)) {
      // kubeconform takes the version of a kind without a group, such as Pod, for its group.
      const place = join(folder, group || version, version);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, `${kind.toLowerCase()}.json`), JSON.stringify({ $ref: `#/definitions/${name}`, definitions: reachable(strict, name) }));
    }
  }
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function kindsOf(definition: Node): readonly GroupVersionKind[] {
  return (definition['x-kubernetes-group-version-kind'] as readonly GroupVersionKind[] | undefined) ?? [];
}

/** A schema in which no unknown property passes. */
function closed(schema: Node): Node {
  const { properties, items, additionalProperties, ...rest } = schema;
  // OpenAPI's own way to say integer or string, which its `type: string` beside it denies.
  if (schema['format'] === 'int-or-string' || schema['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    ...rest,
    ...(isSchema(items) && { items: closed(items) }),
    ...(isSchema(properties) && { properties: mapped(properties), additionalProperties: open }),
    ...(additionalProperties !== undefined && { additionalProperties: isSchema(additionalProperties) ? closed(additionalProperties) : additionalProperties }),
  };
}

function mapped(schemas: Node): Node {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closed(schema as Node)]));
}

function isSchema(value: unknown): value is Node {
  return value !== null && typeof value === 'object';
}

function reachable(definitions: Readonly<Record<string, Node>>, first: string): Record<string, Node> {
  const found: Record<string, Node> = {};
  const waiting = [first];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const definition = definitions[name];
    if (found[name] || !definition) continue;
    found[name] = definition;
    waiting.push(...references(definition));
  }
  return found;
}

function references(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(references);
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' && typeof value === 'string' ? [value.replace('#/definitions/', '')] : references(value)));
}
