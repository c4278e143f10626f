import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A case's log file. It is written line by line, so that it can be followed while the case runs. */
export interface Log {
  readonly path: string;
  readonly write: (text: string) => void;
  /** Writes what is left of a line without an end. */
  readonly close: () => void;
}

/** Starts the log of a case; every line passes through `conceal`, which sees whole lines only. */
export function openLog(folder: string, name: string, conceal: (text: string) => string): Log {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  writeFileSync(path, '', { mode: 0o600 });
  let rest = '';
  const write = (text: string): void => {
    const end = (rest + text).lastIndexOf('\n') + 1;
    const whole = (rest + text).slice(0, end);
    rest = (rest + text).slice(end);
    if (whole !== '') appendFileSync(path, conceal(whole));
  };
  return { path, write, close: () => write(rest === '' ? '' : '\n') };
}
