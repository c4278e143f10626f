/** How commands take a stack of values: in the words of Helm. */
import { resolve } from 'node:path';
import { readUserFile } from '../process/user-file.ts';
import type { InputFile } from '../lint/lint.ts';
import type { SetKind } from '../values/set/parse-set.ts';
import type { SetArguments } from '../values/stack.ts';
import type { Context } from './command.ts';

export const setKinds: readonly SetKind[] = ['set', 'set-string', 'set-json', 'set-literal', 'set-file'];

export const valuesOptions = {
  values: { type: 'string', short: 'f', multiple: true, value: 'FILE', description: 'a values file below each FILE (- for standard input); repeatable, the last one wins' },
  set: { type: 'string', multiple: true, value: 'KEY=VALUE', description: 'a value over all files, as for helm; repeatable' },
  'set-string': { type: 'string', multiple: true, value: 'KEY=VALUE', description: 'the same, always a string' },
  'set-json': { type: 'string', multiple: true, value: 'KEY=JSON', description: 'the same, as JSON' },
  'set-literal': { type: 'string', multiple: true, value: 'KEY=TEXT', description: 'the same, as a text in which no sign has a meaning' },
  'set-file': { type: 'string', multiple: true, value: 'KEY=FILE', description: 'the same, from the text of a file' },
} as const;

/** What a command line says with `valuesOptions`. */
export interface ValuesInput {
  /** The names of the `-f` files. */
  readonly below: readonly string[];
  readonly args: SetArguments;
}

/** `-f a,b` names two files, as for Helm. */
export function valuesInput(options: Readonly<Record<SetKind | 'values', readonly string[]>>): ValuesInput {
  return { below: options.values.flatMap((names) => names.split(',')), args: Object.fromEntries(setKinds.map((kind) => [kind, options[kind]])) };
}

/** Reads a file by the name that the user gave; standard input, named `-`, only once. */
export function valuesReader({ cwd, stdin }: Context): (name: string) => InputFile & { readonly bytes: Buffer } {
  let input: Buffer | undefined;
  return (name) => ({ name, bytes: name === '-' ? (input ??= stdin()) : readUserFile(resolve(cwd, name), name) });
}
