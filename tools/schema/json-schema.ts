/** The keywords of draft-07 that this project uses, and its own `x-` ones (see schema/README.md). */
export interface JsonSchema {
  $schema?: string;
  $comment?: string;
  $ref?: string;
  title?: string;
  description?: string;
  default?: unknown;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema | boolean>;
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  required?: string[];
  minProperties?: number;
  maxProperties?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  not?: JsonSchema;
  if?: JsonSchema;
  then?: JsonSchema;
  else?: JsonSchema;
  definitions?: Record<string, JsonSchema>;
  /** What lint says instead of the validator's own words when a value at this place is refused. */
  'x-message'?: string;
  /** On a closed object: what lint says of a key that is refused by name. */
  'x-unknown'?: Record<string, string>;
}

/** A copy of `schema` in which `change` has had a look at every subschema, the innermost first. */
export function mapSchema(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const inner = <S extends JsonSchema | boolean>(value: S): S => (typeof value === 'object' ? (mapSchema(value, change) as S) : value);
  const copy: JsonSchema = { ...schema };
  for (const key of ['properties', 'patternProperties', 'definitions'] as const) {
    const named = copy[key];
    if (named) copy[key] = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, inner(value)])) as Record<string, JsonSchema>;
  }
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (copy[key]) copy[key] = copy[key].map(inner);
  }
  for (const key of ['items', 'not', 'propertyNames', 'if', 'then', 'else'] as const) {
    if (copy[key]) copy[key] = inner(copy[key]);
  }
  if (typeof copy.additionalProperties === 'object') copy.additionalProperties = inner(copy.additionalProperties);
  return change(copy);
}
