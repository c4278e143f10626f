import { UserError } from '../errors.ts';
import { assertions } from './assertions.ts';
import type { JsonSchema } from './json-schema.ts';

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
 * takes many times as long to load and to run once as this takes in all, and lint is a process that runs it once.
 * A test holds its verdicts against ajv's and both Helms'.
 */
export function createValidator(schema: JsonSchema): Validate {
  const patterns = new Map<string, RegExp>();
  const targets = new Map<string, JsonSchema>();
  return (value) => {
    const run: Run = { root: schema, patterns, targets, path: [], findings: [] };
    judge(run, schema, value);
    return run.findings;
  };
}

/** One value being judged. `path` grows and shrinks with the place that is looked at. */
interface Run {
  readonly root: JsonSchema;
  readonly patterns: Map<string, RegExp>;
  readonly targets: Map<string, JsonSchema>;
  readonly path: (string | number)[];
  findings: SchemaFinding[];
}

function judge(run: Run, given: JsonSchema | boolean, value: unknown): void {
  if (given === true) return;
  if (given === false) return refuse(run, { keyword: 'false', schema: {}, value });
  const schema = follow(run, given);
  for (const keyword in schema) {
    const holds = assertions[keyword];
    if (holds && !holds(schema[keyword as keyof JsonSchema], value, (text) => pattern(run, text))) return refuse(run, { keyword, schema, value });
  }
  combined(run, schema, value);
  if (Array.isArray(value)) items(run, schema, value);
  else if (typeof value === 'object' && value !== null) properties(run, schema, value as Record<string, unknown>);
}

function refuse(run: Run, finding: Omit<SchemaFinding, 'path'>, key?: string): void {
  run.findings.push({ path: key === undefined ? [...run.path] : [...run.path, key], ...finding });
}

/** Judges what lies one step below. */
function descend(run: Run, step: string | number, schema: JsonSchema | boolean, value: unknown): void {
  run.path.push(step);
  judge(run, schema, value);
  run.path.pop();
}

/** What `schema` would refuse of `value`, without refusing it. */
function attempted(run: Run, schema: JsonSchema, value: unknown): SchemaFinding[] {
  const { findings } = run;
  run.findings = [];
  judge(run, schema, value);
  const found = run.findings;
  run.findings = findings;
  return found;
}

function items(run: Run, schema: JsonSchema, value: readonly unknown[]): void {
  if (schema.items === undefined) return;
  for (const [index, item] of value.entries()) descend(run, index, schema.items, item);
}

function properties(run: Run, schema: JsonSchema, value: Record<string, unknown>): void {
  for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) refuse(run, { keyword: 'required', schema }, key);
  for (const key of Object.keys(value)) property(run, schema, key, value[key]);
}

function property(run: Run, schema: JsonSchema, key: string, value: unknown): void {
  if (schema.propertyNames && attempted(run, schema.propertyNames, key).length > 0) {
    return refuse(run, { keyword: 'propertyNames', schema: follow(run, schema.propertyNames), value: key }, key);
  }
  let known = false;
  if (schema.properties && Object.hasOwn(schema.properties, key)) {
    known = true;
    descend(run, key, schema.properties[key] ?? {}, value);
  }
  for (const [text, child] of Object.entries(schema.patternProperties ?? {})) {
    if (!pattern(run, text).test(key)) continue;
    known = true;
    descend(run, key, child, value);
  }
  if (known || schema.additionalProperties === undefined) return;
  if (schema.additionalProperties === false) refuse(run, { keyword: 'additionalProperties', schema, value }, key);
  else descend(run, key, schema.additionalProperties, value);
}

/** allOf, anyOf, oneOf, not, if. A choice that explains itself (`x-message`) is one finding, otherwise its nearest branch speaks. */
function combined(run: Run, schema: JsonSchema, value: unknown): void {
  for (const branch of schema.allOf ?? []) judge(run, branch, value);
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = schema[keyword]?.map((branch) => attempted(run, branch, value));
    if (!branches) continue;
    const accepting = branches.filter((branch) => branch.length === 0).length;
    if (accepting === 1 || (accepting > 1 && keyword === 'anyOf')) continue;
    const nearest = branches.reduce((best, branch) => (branch.length < best.length ? branch : best));
    if (schema['x-message'] || nearest.length === 0) refuse(run, { keyword, schema, value });
    else run.findings.push(...nearest);
  }
  if (schema.not !== undefined && attempted(run, schema.not, value).length === 0) refuse(run, { keyword: 'not', schema, value });
  if (schema.if === undefined) return;
  judge(run, (attempted(run, schema.if, value).length === 0 ? schema.then : schema.else) ?? true, value);
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
  const steps = pointer.split('/').slice(1).map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], root) as JsonSchema | undefined;
}

function pattern(run: Run, text: string): RegExp {
  const known = run.patterns.get(text);
  if (known) return known;
  const compiled = new RegExp(text, 'u');
  run.patterns.set(text, compiled);
  return compiled;
}
