import { readFile, readdir } from 'node:fs/promises';

/** The process whose command line holds `text`, this machine's number; throws when there is none. */
export async function pidOf(text: string): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(text)) return Number(pid);
  }
  throw new Error(`no process of ${text}`);
}
