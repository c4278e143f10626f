import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, run } from '../../ci/toolchain/run.ts';
import { preCommit } from '../../ci/toolchain/pre-commit.ts';
import type { Result } from '../../ci/toolchain/run.ts';

const root = join(import.meta.dirname, '../..');

/** A user's repository whose commits pass through the hook, with nothing shared with the machine's own git and pre-commit. */
export interface Repository {
  readonly folder: string;
  /** Writes a file, stages it and commits; with `offline`, in a network namespace without any link. */
  readonly commit: (file: string, text: string, offline?: boolean) => Promise<Result>;
}

/** Makes a hook repository from the files of this checkout and a repository that uses it, below `folder`. */
export async function repositoryWithHook(folder: string): Promise<Repository> {
  const environment = await isolated(folder);
  const [hooks, user] = [join(folder, 'hooks'), join(folder, 'user')];
  await copyCheckout(hooks);
  const revision = await commitAll(hooks, environment);
  await mkdir(user);
  await run(['git', 'init', '--quiet', user], { env: environment });
  await writeFile(join(user, '.pre-commit-config.yaml'), `repos:\n  - repo: file://${hooks}\n    rev: ${revision}\n    hooks:\n      - id: sigsci-values\n`);
  await run([...(await preCommit()), 'install'], { cwd: user, env: environment });
  return {
    folder: user,
    async commit(file, text, offline = false) {
      await writeFile(join(user, file), text);
      await run(['git', 'add', '--all'], { cwd: user, env: environment });
      const command = ['git', 'commit', '--quiet', '--message', `add ${file}`];
      return attempt(offline ? ['unshare', '--map-root-user', '--net', ...command] : command, { cwd: user, env: environment });
    },
  };
}

async function isolated(folder: string): Promise<NodeJS.ProcessEnv> {
  const home = join(folder, 'home');
  await mkdir(home);
  const { CI: _ci, GITHUB_ACTIONS: _actions, ...inherited } = process.env;
  const own = Object.fromEntries(Object.entries(inherited).filter(([name]) => !/^(GIT_|npm_|XDG_)/i.test(name)));
  const identity = { name: 'Tester', email: 'tester@example.com' };
  return {
    ...own,
    HOME: home,
    PRE_COMMIT_HOME: join(folder, 'pre-commit-home'),
    PRE_COMMIT_COLOR: 'never',
    NO_COLOR: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: identity.name,
    GIT_AUTHOR_EMAIL: identity.email,
    GIT_COMMITTER_NAME: identity.name,
    GIT_COMMITTER_EMAIL: identity.email,
  };
}

/** What git would put into a clone, as it is in the working tree now. */
async function copyCheckout(target: string): Promise<void> {
  const listed = await run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    await cp(join(root, file), join(target, file), { verbatimSymlinks: true, recursive: true });
  }
}

async function commitAll(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  await run(['git', 'init', '--quiet', folder], { env });
  await run(['git', 'add', '--all'], { cwd: folder, env });
  await run(['git', 'commit', '--quiet', '--message', 'state of the checkout'], { cwd: folder, env });
  return (await run(['git', 'rev-parse', 'HEAD'], { cwd: folder, env })).trim();
}
