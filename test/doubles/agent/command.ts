import { isDuration, milliseconds } from './environment.ts';
import { faults } from './fault.ts';
import type { Fault } from './fault.ts';

/** What the running agent is told to do with the calls from now on. */
export interface Command {
  readonly word: 'normal' | 'crash' | 'delay' | Fault;
  /** Milliseconds before each reply, for `delay`. */
  readonly delay: number;
  /** Milliseconds after which the agent is normal again; undefined: until the next command. */
  readonly lasting?: number;
  /** The command without its `for`, as it stands in the record. */
  readonly text: string;
}

export const normal: Command = { word: 'normal', delay: 0, text: 'normal' };

export const commandForm = `normal, crash, ${faults.join(', ')} or "delay 250ms", each with or without "for 10s" after it`;

const form = new RegExp(`^(normal|crash|${faults.join('|')}|delay (?<delay>\\S+))(?: for (?<lasting>\\S+))?$`);

/** Reads one command; undefined when it is none. Durations are written as in the agent's options. */
export function readCommand(given: string): Command | undefined {
  const match = form.exec(given.trim().replace(/\s+/g, ' '));
  const [, text = ''] = match ?? [];
  const { delay = '0', lasting } = match?.groups ?? {};
  if (!match || !isDuration(delay) || !isDuration(lasting ?? '0')) return undefined;
  const word = text.replace(/ .*/, '') as Command['word'];
  return { word, delay: milliseconds(delay), text, ...(lasting && { lasting: milliseconds(lasting) }) };
}
