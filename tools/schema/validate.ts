import type { ErrorObject } from 'ajv';
import type { JsonSchema } from './json-schema.ts';
import { schemasBelow } from './schemas-below.ts';

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

/** All refusals of a value, one for each place and subschema; none when it is accepted. */
export type Validate = (value: unknown) => SchemaFinding[];

/** What ajv makes of a schema with the options of ajv-options.ts. */
export interface Judge {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** Puts the refusals of `judge`, which ajv made of `schema`, into our words. */
export function validator(schema: JsonSchema, judge: Judge): Validate {
  return (value) => (judge(value) ? [] : distinct(settled(schema, judge.errors ?? []).map((error) => finding(error, value))));
}

/** Keywords that ajv refuses behind the refusals of the schemas inside them. */
const composite = new Set(['anyOf', 'oneOf', 'propertyNames']);

/** The errors that tell something: for a composite keyword either that one, or what its nearest branch says. */
function settled(root: JsonSchema, errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    const branches = composite.has(error.keyword) ? [error.parentSchema?.[error.keyword]].flat() : [];
    const first = kept.findLastIndex((inner) => !branches.some((branch) => isFrom(root, branch, error, inner))) + 1;
    const inner = kept.splice(first);
    kept.push(...told(error, branches.map((branch) => inner.filter((one) => isFrom(root, branch, error, one)))));
  }
  return kept;
}

/** Whether `inner` is a refusal by `branch`, one of the schemas inside the keyword of `error`. */
function isFrom(root: JsonSchema, branch: unknown, { instancePath }: ErrorObject, inner: ErrorObject): boolean {
  if (!`${inner.instancePath}/`.startsWith(`${instancePath}/`)) return false;
  const steps = inner.instancePath.slice(instancePath.length).split('/').length - 1;
  return schemasBelow(root, [branch], steps).has(inner.parentSchema);
}

/** What is said of `error`, whose branches refused by `groups`. */
function told(error: ErrorObject, groups: readonly ErrorObject[][]): ErrorObject[] {
  switch (error.keyword) {
    case 'if':
      return [];
    case 'propertyNames':
      return [{ ...error, schema: groups[0]?.[0]?.parentSchema ?? {} }];
    case 'anyOf':
    case 'oneOf':
      return error.parentSchema?.['x-message'] || error.params['passingSchemas'] ? [error] : nearest(error, groups);
    default:
      return [error];
  }
}

/** The branch with the fewest refusals, if possible one that takes values of this type; the choice itself when no branch says why. */
function nearest(error: ErrorObject, groups: readonly ErrorObject[][]): ErrorObject[] {
  const otherType = ({ keyword, instancePath }: ErrorObject): boolean => keyword === 'type' && instancePath === error.instancePath;
  const ofItsType = groups.filter((group) => !group.some(otherType));
  const [best = []] = (ofItsType.length > 0 ? ofItsType : [...groups]).sort((a, b) => a.length - b.length);
  return best.length > 0 ? best : [error];
}

/** The parameter of an error that names the key it speaks of. */
const keyParameter: Readonly<Record<string, string>> = { required: 'missingProperty', additionalProperties: 'additionalProperty', propertyNames: 'propertyName' };

function finding({ keyword, instancePath, params, schema: names, parentSchema, data }: ErrorObject, root: unknown): SchemaFinding {
  const key = params[keyParameter[keyword] ?? ''] as string | undefined;
  const path = [...steps(instancePath, root), ...(key === undefined ? [] : [key])];
  if (keyword === 'false schema') return { path, keyword: 'false', schema: {}, value: data };
  const schema = parentSchema as JsonSchema;
  if (keyword === 'required') return { path, keyword, schema };
  if (keyword === 'propertyNames') return { path, keyword, schema: names as JsonSchema, value: key };
  return { path, keyword, schema, value: key === undefined ? data : (data as Record<string, unknown>)[key] };
}

/** A JSON pointer into `root` as a path, in which indices of lists are numbers. */
function steps(pointer: string, root: unknown): (string | number)[] {
  let current = root;
  return pointer.split('/').slice(1).map((text) => {
    const step = Array.isArray(current) ? Number(text) : text.replaceAll('~1', '/').replaceAll('~0', '~');
    current = (current as Record<string | number, unknown>)[step];
    return step;
  });
}

/** One finding for each place and subschema: a text that is too long and does not match either is told once. */
function distinct(findings: readonly SchemaFinding[]): SchemaFinding[] {
  const seen = new Map<JsonSchema, Set<string>>();
  return findings.filter(({ path, schema }) => {
    const places = seen.get(schema) ?? new Set();
    const place = JSON.stringify(path);
    if (places.has(place)) return false;
    seen.set(schema, places.add(place));
    return true;
  });
}
