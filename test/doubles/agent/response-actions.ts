import { text } from './environment.ts';
import type { Environment } from './environment.ts';
import { StartError } from './start-error.ts';

/** What a module is to do to the headers of the application's response: `[code, [name, value]]`, for a delete `[4, [name]]`. */
export type ResponseAction = readonly [code: number, args: readonly string[]];

/** How many arguments each code has: 1 add, 2 set, 3 set if absent, 4 delete. */
const argumentsOf: Readonly<Record<number, number>> = { 1: 2, 2: 2, 3: 2, 4: 1 };

/** The actions of DOUBLE_RESPONSE_ACTIONS, a JSON list; none when it is unset. */
export function readResponseActions(environment: Environment): ResponseAction[] {
  const json = text(environment, 'DOUBLE_RESPONSE_ACTIONS') ?? '[]';
  const list = parsed(json);
  if (!Array.isArray(list)) return refuse(`"${json}" is no JSON list`);
  return list.map((item) => (isAction(item) ? item : refuse(JSON.stringify(item))));
}

/** Whether this is an action whose code is known and has its arguments. */
export function isAction(item: unknown): item is ResponseAction {
  const [code, args] = Array.isArray(item) && item.length === 2 ? (item as unknown[]) : [];
  if (typeof code !== 'number' || !Array.isArray(args)) return false;
  return args.length === argumentsOf[code] && args.every((arg) => typeof arg === 'string') && /^[\w-]+$/.test(String(args[0]));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function refuse(found: string): never {
  const form = '[[code,["Name","value"]],…] with code 1 (add), 2 (set) or 3 (set if absent), and [4,["Name"]] (delete)';
  throw new StartError(`DOUBLE_RESPONSE_ACTIONS: found ${found}; give ${form}`);
}
