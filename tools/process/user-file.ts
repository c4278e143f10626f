import { readFileSync } from 'node:fs';
import { UserError } from '../errors.ts';

/** Why the system refuses a file, by the system's code. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a directory; name the file in it',
  ENOTDIR: 'this is no folder, or lies in none',
  EEXIST: 'a file stands where a folder is needed',
  EACCES: 'this file may not be read or written',
  EPERM: 'this file may not be read or written',
  EROFS: 'this disk cannot be written',
  ENOSPC: 'this disk is full',
};

/** The bytes of a file that the user called `name`. Throws a UserError when it cannot be read. */
export function readUserFile(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${name}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

/** The path that a call of the system failed at, and why; undefined for every other error. */
export function fileFault(error: unknown): { readonly path: string; readonly reason: string } | undefined {
  const { code = '', path, dest, syscall = '' } = (error ?? {}) as NodeJS.ErrnoException & { dest?: string };
  const place = dest ?? path;
  return place === undefined || !Object.hasOwn(reasons, code) || syscall.startsWith('spawn') ? undefined : { path: place, reason: reasons[code] ?? '' };
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? '') : `this file cannot be read (${message})`;
}
