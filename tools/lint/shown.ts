import type { Path } from '../values/path.ts';
import { valueAt } from '../values/path.ts';
import { aTypeName, isMap } from '../values/value.ts';

const secretName = /secret|key|password|passwd|token|credential|license/i;
const longestShown = 60;

/**
 * A value for a message: short scalars as they are, anything else by its type. What lies below a key that
 * speaks of secrets, or looks like a key itself, is never shown.
 */
export function shown(value: unknown, path: Path, root: unknown): string {
  if (Array.isArray(value) || isMap(value)) return value === null ? 'null' : `${aTypeName(value)}`;
  if (value === null) return 'null';
  if (isSecret(path, root) || looksSecret(value)) return `${aTypeName(value)} (not shown)`;
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > longestShown || text.includes('\\n') ? `${aTypeName(value)}` : text;
}

/** Whether a path leads to what may be a secret: by its own keys, or by the name of the variable it gives a value to. */
export function isSecret(path: Path, root: unknown): boolean {
  if (path.some((step) => typeof step === 'string' && secretName.test(step))) return true;
  const name = valueAt(root, [...path.slice(0, -1), 'name']);
  return path.at(-1) === 'value' && typeof name === 'string' && secretName.test(name);
}

/** The agent's keys are a UUID and 43 characters of base64; their like is taken for a secret wherever it stands. */
export function looksSecret(value: unknown): boolean {
  return typeof value === 'string' && (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) || /^[\w+/-]{40,}={0,2}$/.test(value));
}
