/** What a message may show of the user's values. */
import type { Path } from '../values/path.ts';
import { formatPath, valueAt } from '../values/path.ts';
import { isSecretName } from '../values/secret-name.ts';
import { aTypeName, isMap } from '../values/value.ts';
import type { Diagnostic } from './diagnostic.ts';

const longestShown = 60;

/**
 * A value for a message: short scalars as they are, anything else by its type. What stands where secrets may stand, or
 * looks like one itself, is never shown.
 */
export function shown(value: unknown, path: Path, root: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value) || isMap(value)) return aTypeName(value);
  if (isSecret(path, root) || looksSecret(value) || assignsSecret(value)) return `${aTypeName(value)} (not shown)`;
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > longestShown || text.includes('\\n') ? aTypeName(value) : text;
}

/** Whether a path leads to what may be a secret: by its place, by its own keys, or by the name of the variable it gives a value to. */
export function isSecret(path: Path, root: unknown): boolean {
  if (isConfidentialPlace(path)) return true;
  if (path.some((step) => typeof step === 'string' && isSecretName(step))) return true;
  const name = valueAt(root, [...path.slice(0, -1), 'name']);
  return path.at(-1) === 'value' && typeof name === 'string' && isSecretName(name);
}

/** Variables, options of the agent, and whole objects: whatever stands there, nobody knows what it means. */
function isConfidentialPlace(path: Path): boolean {
  return (path[0] === 'agent' && path[1] === 'config') || path.some((step) => step === 'extraObjects' || /(^e|E)nv/.test(String(step)));
}

/** The agent's keys are a UUID and 43 characters of base64; their like is taken for a secret wherever it stands. */
export function looksSecret(value: unknown): boolean {
  return typeof value === 'string' && (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) || /^[\w+/-]{40,}={0,2}$/.test(value));
}

/** `password=x` and `token: x`, as they come out of a map that was written as a text. */
function assignsSecret(value: unknown): boolean {
  return typeof value === 'string' && [...value.matchAll(/([\w.-]+)\s*[=:]/g)].some(([, name = '']) => isSecretName(name));
}

/** A diagnostic without what stands behind `=` in a key, or in a value at a secret place: `NAME=value` was meant as a value there. */
export function withoutAssigned(diagnostic: Diagnostic, path: Path, root: unknown): Diagnostic {
  const texts = [...path, isSecret(path, root) ? valueAt(root, path) : undefined].filter((text) => typeof text === 'string' && text.includes('='));
  return (texts as string[]).reduce(({ message, path: place, ...rest }, text) => {
    const conceal = (said: string): string => said.replaceAll(formatPath([text]), formatPath([beforeEquals(text)])).replaceAll(text, beforeEquals(text));
    return { ...rest, message: conceal(message), path: conceal(place) };
  }, diagnostic);
}

/** `NAME=…` for `NAME=value`. */
export function beforeEquals(text: string): string {
  return text.replace(/=.*/s, '=…');
}
