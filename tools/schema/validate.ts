import type { JsonSchema } from './json-schema.ts';
import { UserError } from '../errors.ts';
import { assertions } from './assertions.ts';

export type Path = readonly (string | number)[];

/** One refusal of one keyword. */
export interface SchemaFinding {
  /** Where: the refused value, or for `additionalProperties`, `propertyNames` and `required` the refused or missing key. */
  readonly path: Path;
  /** The keyword that refused, such as `enum` or `additionalProperties`; `false` for a place where nothing is allowed. */
  readonly keyword: string;
  /** The subschema that holds the keyword, with what helps to explain it: `enum`, `properties`, `x-message`, `x-unknown`. */
  readonly schema: JsonSchema;
  /** The refused value; absent for `required`. */
  readonly value?: unknown;
}

/** All refusals of `value` by `schema`, in the order of the document; none when it is accepted. */
export type Validate = (value: unknown) => SchemaFinding[];

/**
 * A validator for a self-contained draft-07 schema (`$ref` only to itself, `format` not asserted).
 *
 * It reads the schema instead of compiling it: the code that ajv compiles from the chart's schema is 400 kB and
 * takes ten times as long to load and to run once as this takes in all, and lint is a process that runs it once.
 * A test holds its verdicts against ajv's and both Helms'.
 */
export function createValidator(schema: JsonSchema): Validate {
  return (value) => judge({ root: schema, patterns: new Map(), targets: new Map() }, schema, value, []);
}

/** What stays the same while one value is judged. */
interface Run {
  readonly root: JsonSchema;
  readonly patterns: Map<string, RegExp>;
  readonly targets: Map<string, JsonSchema>;
}

function judge(run: Run, given: JsonSchema | boolean, value: unknown, path: Path): SchemaFinding[] {
  if (given === true) return [];
  if (given === false) return [{ path, keyword: 'false', schema: {}, value }];
  const schema = follow(run, given);
  const refusing = assertions.find(({ keyword, holds }) => schema[keyword] !== undefined && !holds(schema[keyword] as never, value, (text) => pattern(run, text)));
  if (refusing) return [{ path, keyword: refusing.keyword, schema, value }];
  return [...combined(run, schema, value, path), ...children(run, schema, value, path)];
}

function children(run: Run, schema: JsonSchema, value: unknown, path: Path): SchemaFinding[] {
  if (Array.isArray(value)) return schema.items === undefined ? [] : value.flatMap((item, index) => judge(run, schema.items ?? true, item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key));
  const findings: SchemaFinding[] = missing.map((key) => ({ path: [...path, key], keyword: 'required', schema }));
  for (const [key, child] of Object.entries(value)) findings.push(...property(run, schema, key, child, [...path, key]));
  return findings;
}

function property(run: Run, schema: JsonSchema, key: string, value: unknown, path: Path): SchemaFinding[] {
  if (schema.propertyNames && judge(run, schema.propertyNames, key, path).length > 0) {
    return [{ path, keyword: 'propertyNames', schema: follow(run, schema.propertyNames), value: key }];
  }
  const matching = Object.entries(schema.patternProperties ?? {}).filter(([text]) => pattern(run, text).test(key)).map(([, child]) => child);
  if (schema.properties && Object.hasOwn(schema.properties, key)) matching.push(schema.properties[key] ?? {});
  if (matching.length > 0) return matching.flatMap((child) => judge(run, child, value, path));
  if (schema.additionalProperties === false) return [{ path, keyword: 'additionalProperties', schema, value }];
  return judge(run, schema.additionalProperties ?? true, value, path);
}

/** allOf, anyOf, oneOf, not, if. A choice that explains itself (`x-message`) is one finding, otherwise its nearest branch speaks. */
function combined(run: Run, schema: JsonSchema, value: unknown, path: Path): SchemaFinding[] {
  const findings = (schema.allOf ?? []).flatMap((branch) => judge(run, branch, value, path));
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = schema[keyword]?.map((branch) => judge(run, branch, value, path));
    if (!branches) continue;
    const accepting = branches.filter((branch) => branch.length === 0).length;
    if (accepting === 1 || (accepting > 1 && keyword === 'anyOf')) continue;
    const nearest = branches.reduce((best, branch) => (branch.length < best.length ? branch : best));
    findings.push(...(schema['x-message'] || nearest.length === 0 ? [{ path, keyword, schema, value }] : nearest));
  }
  if (schema.not !== undefined && judge(run, schema.not, value, path).length === 0) findings.push({ path, keyword: 'not', schema, value });
  if (schema.if !== undefined) {
    const branch = judge(run, schema.if, value, path).length === 0 ? schema.then : schema.else;
    if (branch !== undefined) findings.push(...judge(run, branch, value, path));
  }
  return findings;
}

/** The schema that `$ref` leads to. draft-07 ignores what stands beside it. */
function follow(run: Run, schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const known = run.targets.get(schema.$ref);
  if (known) return known;
  let target = schema;
  for (let hops = 0; target.$ref !== undefined; hops++) {
    const found = hops < 100 && target.$ref.startsWith('#') ? pointedAt(run.root, target.$ref) : undefined;
    if (typeof found !== 'object' || found === null) throw new UserError(`the schema's $ref ${target.$ref} leads nowhere inside it`);
    target = found;
  }
  run.targets.set(schema.$ref, target);
  return target;
}

function pointedAt(root: JsonSchema, pointer: string): JsonSchema | undefined {
  const steps = pointer.split('/').slice(1).map(unescapeStep);
  return steps.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], root) as JsonSchema | undefined;
}

function unescapeStep(step: string): string {
  return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
}

function pattern(run: Run, text: string): RegExp {
  const known = run.patterns.get(text);
  if (known) return known;
  const compiled = new RegExp(text, 'u');
  run.patterns.set(text, compiled);
  return compiled;
}
