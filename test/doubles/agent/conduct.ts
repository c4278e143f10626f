import { normal } from './command.ts';
import type { Command } from './command.ts';

/** How the agent treats its calls at present. */
export interface Conduct {
  current(): Command;
  /** Resolves when another command takes the place of the current one. */
  over(): Promise<void>;
  /** Takes up a command; `until` (milliseconds since 1970) is when normal conduct follows by itself. */
  take(command: Command, until?: number): void;
  close(): void;
}

/** Starts with normal conduct; `note` is told of each command that is taken up. */
export function normalConduct(note: (command: Command, until?: number) => void): Conduct {
  let current = normal;
  let end: NodeJS.Timeout | undefined;
  let turn = newTurn();
  const take = (command: Command, until?: number) => {
    clearTimeout(end);
    turn.finish();
    turn = newTurn();
    current = command;
    if (until !== undefined) end = setTimeout(() => take(normal), Math.min(until - Date.now(), 2 ** 31 - 1)).unref();
    note(command, until);
  };
  return { current: () => current, over: () => turn.over, take, close: () => clearTimeout(end) };
}

function newTurn(): { over: Promise<void>; finish(): void } {
  let finish = () => undefined as void;
  const over = new Promise<void>((resolve) => (finish = resolve));
  return { over, finish: () => finish() };
}
