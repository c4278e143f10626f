import { flag, matching, text } from './environment.ts';
import type { Environment } from './environment.ts';
import { isAction } from './response-actions.ts';
import type { ResponseAction } from './response-actions.ts';
import { StartError } from './start-error.ts';

export const places = ['uri', 'headers', 'body'] as const;
export type Place = (typeof places)[number];

/** What one rule looks for, and the answer to a request that has it. */
export interface Rule {
  /** Name of the signal, for example SQLI. */
  readonly tag: string;
  readonly pattern: RegExp;
  readonly in: readonly Place[];
  /** 300 to 599 blocks with this status; 200 only tags. */
  readonly code: number;
  /** Where a 3xx leads to. */
  readonly redirect?: string;
  /** What a module is to do to the headers of the response to such a request. */
  readonly actions?: readonly ResponseAction[];
}

const patterns: readonly (readonly [tag: string, pattern: RegExp])[] = [
  ['TRAVERSAL', /(?:^|[/\\=?&:;,"'\s])\.\.;?[/\\]/],
  ['TRAVERSAL', /\/etc\/(?:passwd|shadow)\b/i],
  ['SQLI', /\bunion\b(?:\s|\()+(?:(?:all|distinct)\s+)?select\b/i],
  ['SQLI', /['"]\s*(?:or|and)\s+['"]?\w+['"]?\s*(?:=|<|>|like)\s*['"]?\w/i],
  ['SQLI', /\b(?:or|and)\s+(\d+)\s*=\s*\1\b/i],
  ['SQLI', /;\s*(?:drop\s+(?:table|database)|truncate\s+table|delete\s+from|insert\s+into)\s+\w/i],
  ['SQLI', /\b(?:sleep|pg_sleep)\(\s*\d{1,6}(?:\.\d{1,6})?\s*\)/i],
  ['XSS', /<\s*\/?script\b/i],
  ['XSS', /<iframe\b/i],
  ['XSS', /<[a-z][^<>]{0,200}\bon[a-z]{3,20}\s*=/i],
  ['XSS', /javascript:\s*[a-z_.]{1,40}\s*\(/i],
];

/**
 * The rules in force: the built-in ones unless DOUBLE_DEFAULT_RULES is false, then those of DOUBLE_RULES, a JSON
 * array of {tag, pattern, in?, code?, redirect?, actions?}. Without its own code a rule blocks with DOUBLE_BLOCK_CODE (406).
 */
export function readRules(environment: Environment): Rule[] {
  const code = Number(matching(environment, 'DOUBLE_BLOCK_CODE', /^(200|[345]\d\d)$/, '200 (only tag) or a status from 300 to 599') ?? 406);
  const redirect = matching(environment, 'DOUBLE_REDIRECT_URL', /^\S{1,500}$/, 'a URL of at most 500 characters');
  const fallback = { in: places, code, ...(redirect && { redirect }) };
  const builtIn = flag(environment, 'DOUBLE_DEFAULT_RULES', true) ? patterns : [];
  const rules = [...builtIn.map(([tag, pattern]) => ({ ...fallback, tag, pattern })), ...ownRules(environment).map((own) => rule(own, fallback))];
  const lost = rules.find((one) => one.code >= 300 && one.code < 400 && !one.redirect);
  if (lost) throw new StartError(`rule ${lost.tag}: code ${lost.code} leads nowhere; set its redirect or DOUBLE_REDIRECT_URL`);
  return rules;
}

type OwnRule = { tag: string; pattern: string; in?: Place[]; code?: number; redirect?: string; actions?: ResponseAction[] };

function ownRules(environment: Environment): OwnRule[] {
  const list = parsed(text(environment, 'DOUBLE_RULES') ?? '[]');
  return Array.isArray(list) && list.every((own) => own && typeof own === 'object') ? list : refuse('is not an array of objects');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function rule(own: OwnRule, fallback: Omit<Rule, 'tag' | 'pattern'>): Rule {
  const { tag, pattern, code = fallback.code, in: where = places } = own;
  if (typeof tag !== 'string' || typeof pattern !== 'string') return refuse('a rule needs the texts tag and pattern');
  if (!Number.isInteger(code) || (code !== 200 && (code < 300 || code > 599))) return refuse(`rule ${tag} has code ${code}`);
  if (!where.every((place) => places.includes(place))) return refuse(`rule ${tag} looks in ${where.join()}`);
  if (own.actions && !(Array.isArray(own.actions) && own.actions.every(isAction))) return refuse(`rule ${tag} has actions ${JSON.stringify(own.actions)}`);
  return { ...fallback, ...own, tag, code, in: where, pattern: compiled(tag, pattern) };
}

function compiled(tag: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'i');
  } catch (error) {
    return refuse(`rule ${tag}: ${(error as Error).message}`);
  }
}

function refuse(found: string): never {
  throw new StartError(`DOUBLE_RULES: ${found}; give [{"tag":"NAME","pattern":"regex","in":["uri","headers","body"],"code":406}]`);
}
