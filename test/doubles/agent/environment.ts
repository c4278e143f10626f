import { StartError } from './start-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable's text; an empty one counts as unset, as an option without a value does. */
export function text(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}

/** The text of a variable that must be of a certain form; `form` says in words what is expected. */
export function matching(environment: Environment, name: string, pattern: RegExp, form: string): string | undefined {
  const value = text(environment, name);
  if (value !== undefined && !pattern.test(value)) throw new StartError(`${name}: found "${value}"; give ${form}`);
  return value;
}

/** A switch; unset means `fallback`. */
export function flag(environment: Environment, name: string, fallback = false): boolean {
  const value = matching(environment, name, /^(true|false|1|0|t|f)$/i, 'true or false');
  return value === undefined ? fallback : /^[1t]/i.test(value);
}

const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const durationForm = /^(\d+|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$/;

/** A duration in milliseconds: a number with a unit (parts may follow each other), or a bare number of milliseconds. */
export function duration(environment: Environment, name: string, fallback: number): number {
  const form = 'a number of milliseconds or a number with one of ns, us, ms, s, m, h';
  const value = matching(environment, name, durationForm, form);
  return value === undefined ? fallback : milliseconds(value);
}

export function isDuration(value: string): boolean {
  return durationForm.test(value);
}

/** Milliseconds of a text that has the form of a duration. */
export function milliseconds(value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  return [...value.matchAll(/([\d.]+)([^\d.]+)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
}
