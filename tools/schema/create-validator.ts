import { UserError } from '../errors.ts';
import { ajvOptions } from './ajv-options.ts';
import type { JsonSchema } from './json-schema.ts';
import { validator } from './validate.ts';
import type { Validate } from './validate.ts';

/**
 * A validator for a schema that is known only at run time; that of our own chart is compiled ahead (lint-validator.gen.ts).
 * Judges as Helm does by draft-07: what stands beside `$ref` and `format` assert nothing. Throws a UserError, with the
 * schema called `name`, when the schema cannot be compiled.
 */
export async function createValidator(schema: JsonSchema, name = 'the schema'): Promise<Validate> {
  const { Ajv } = await import('ajv');
  const lenient = { strict: false, logger: false, validateSchema: false, meta: false, validateFormats: false, ignoreKeywordsWithRef: true } as const;
  // Keys such as `toString` count when the values hold them; 0.3 is a multiple of 0.1. To optimize code that runs a few
  // times takes longer than to run it.
  const ajv = new Ajv({ ...ajvOptions, ...lenient, ownProperties: true, multipleOfPrecision: 8, code: { optimize: false } });
  try {
    return validator(schema, ajv.compile(schema));
  } catch (error) {
    throw new UserError(`${name} cannot be compiled (${(error as Error).message}); repair it first`);
  }
}
