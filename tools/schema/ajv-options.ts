import type { Options } from 'ajv';

/**
 * How every validator is compiled. validate.ts wants all errors, each with its value and the subschema that refuses it
 * (`verbose`). A definition becomes one function, however often it is referred to: inlined, the code is many times as long.
 */
export const ajvOptions = { allErrors: true, verbose: true, messages: false, inlineRefs: false } satisfies Options;
