import { readFile } from 'node:fs/promises';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessRecord {
  readonly pid: number;
  /** Clock ticks from boot to its start: field 22 of /proc/PID/stat, see proc(5). */
  readonly start: string;
  readonly boot: string;
}

/** Reads a record that was written as `PID START BOOT`; undefined when there is none. */
export async function readRecord(file: string): Promise<ProcessRecord | undefined> {
  const [pid = '', start = '', boot = ''] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
  return boot === '' ? undefined : { pid: Number(pid), start, boot };
}

/**
 * Whether the recorded process still runs. `proc` is the /proc in whose numbering the record was written. Of a program that
 * is killed the first thread may be a zombie while others still end and hold its ports: fields 3, 20 and 22 of
 * /proc/PID/stat, see proc(5).
 */
export async function isAlive(record: ProcessRecord, proc = '/proc'): Promise<boolean> {
  if ((await bootId()) !== record.boot) return false;
  const stat = await readFile(`${proc}/${record.pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, start] = [fields[0], Number(fields[17]), fields[19]];
  return start === record.start && (state !== 'Z' || threads > 1);
}

/** A bash line that records the shell it runs in, which then becomes another program by `exec`. */
export const recordShell = (file: string): string =>
  `read -r _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ start _ < /proc/$$/stat; read -r boot < /proc/sys/kernel/random/boot_id; ` +
  `echo "$$ $start $boot" > ${file}.new && mv ${file}.new ${file}`;

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}
