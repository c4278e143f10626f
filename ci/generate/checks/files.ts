import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../toolchain/run.ts';

/** Files of the project that git knows or would take, by path below `root`; only those whose path `matches`. */
export async function projectFiles(root: string, matches: RegExp): Promise<string[]> {
  const listed = await run(['git', 'ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root });
  return listed.split('\n').filter((file) => file !== '' && matches.test(file)).sort();
}

/** Calls `look` with each line of each of `files`, and returns what it finds, with `file:line: ` in front. */
export async function grepLines(root: string, files: readonly string[], look: (line: string) => string | undefined): Promise<string[]> {
  const findings = files.map(async (file) => {
    const text = await readFile(join(root, file), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line, index) => {
      const finding = look(line);
      return finding === undefined ? [] : [`${file}:${index + 1}: ${finding}`];
    });
  });
  return (await Promise.all(findings)).flat();
}
