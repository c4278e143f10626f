import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addFolder } from './root.ts';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Name of the group; the account's own name when absent. */
  readonly group?: string;
  readonly home?: string;
}

const root: Account = { name: 'root', uid: 0, gid: 0, home: '/root' };
const nobody: Account = { name: 'nobody', uid: 65534, gid: 65534, group: 'nogroup' };

/** Writes /etc/passwd, /etc/group and /etc/nsswitch.conf (files, then DNS) with root, nobody and the given accounts. */
export async function addAccounts(folder: string, accounts: readonly Account[]): Promise<void> {
  const all = [root, ...accounts, nobody];
  await addFolder(folder, '/etc');
  await write(folder, 'passwd', all.map(({ name, uid, gid, home }) => `${name}:x:${uid}:${gid}::${home ?? '/'}:/sbin/nologin`));
  await write(folder, 'group', all.map(({ name, gid, group }) => `${group ?? name}:x:${gid}:`));
  await write(folder, 'nsswitch.conf', ['passwd: files', 'group: files', 'hosts: files dns']);
}

async function write(folder: string, name: string, lines: readonly string[]): Promise<void> {
  const file = join(folder, 'etc', name);
  await writeFile(file, `${lines.join('\n')}\n`);
  await chmod(file, 0o644);
}
