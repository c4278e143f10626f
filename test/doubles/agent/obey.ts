import { commandForm, normal, readCommand } from './command.ts';
import type { Said } from './command-file.ts';
import type { Conduct } from './conduct.ts';

export interface Obedience {
  readonly conduct: Conduct;
  crash(): void;
  say(line: string): void;
}

/** Does what the command file says; a removed file means normal, and a command whose time is over changes nothing. */
export function obey(said: Said, { conduct, crash, say }: Obedience): void {
  const command = said ? readCommand(said.text) : normal;
  if (!command) return say(`DOUBLE_COMMAND_FILE: found "${said?.text.slice(0, 100)}"; give ${commandForm}`);
  if (command.word === 'crash') return crash();
  const until = said && command.lasting !== undefined ? said.since + command.lasting : undefined;
  if (until !== undefined && until <= Date.now()) return;
  conduct.take(command, until);
}
