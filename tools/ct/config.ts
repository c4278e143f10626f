import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../errors.ts';
import { shown } from '../chart/find-chart.ts';

/** ct's settings: the names of its flags without the dashes. https://github.com/helm/chart-testing/blob/v3.14.0/doc/ct_install.md */
export type Config = Readonly<Record<string, unknown>>;

/** Where the settings lie when the user does not name a file. */
const places = ['ci/ct.yaml', 'ct.yaml', '.ct/ct.yaml'];

/**
 * These never change: one chart at a time; no upgrade, which ct skips in silence when it cannot judge it;
 * and ct leaves the release alone at the end, because we look for the cause of a failure before we remove it.
 */
const ours = { 'chart-dirs': [], all: false, upgrade: false, 'skip-clean-up': true, debug: true };

/** Checks that need Python or the network are off unless the file asks for them: lint judges the same files without. */
const defaults = { 'validate-maintainers': false, 'validate-yaml': false, 'validate-chart-schema': false, 'check-version-increment': false };

/** The user's own settings: those of the named file, or of the first usual place that has one. */
export function readConfig(named: string | undefined, cwd: string): Config {
  const path = (named === undefined ? places : [named]).map((place) => resolve(cwd, place)).find((place) => existsSync(place));
  if (path === undefined && named !== undefined) throw new UserError(`no such file: ${named} (--config)`);
  const read: unknown = path === undefined ? {} : parseFile(path, cwd);
  if (read === null || typeof read !== 'object' || Array.isArray(read)) throw new UserError(`${shown(path ?? '', cwd)} is no map of ct settings`);
  return read as Config;
}

/** The whole configuration of one run of ct, for `ct --config`. */
export function caseConfig(base: Config, chart: string, own: Config): Config {
  return { ...defaults, ...base, ...ours, ...own, charts: [chart] };
}

/** Arguments of Helm as the one text that ct takes. It splits that text on blanks and knows no quotes. */
export function joinArguments(args: readonly string[]): string {
  const spaced = args.find((argument) => /\s/.test(argument));
  if (spaced === undefined) return args.join(' ');
  throw new UserError(`ct cannot take an argument with a blank in it: ${spaced.replace(/=.*/s, '=…')}; write it into a file of the chart's folder ci`);
}

function parseFile(path: string, cwd: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8')) ?? {};
  } catch (error) {
    throw new UserError(`${shown(path, cwd)} cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
}
