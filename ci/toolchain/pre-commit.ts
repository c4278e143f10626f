import { join } from 'node:path';
import { preCommit as pin } from '../pins.ts';
import { cached } from './cache.ts';
import { run } from './run.ts';

/**
 * The command that starts the pinned pre-commit, installed from PyPI into a virtual environment of the
 * cache. The environment is moved there when it is complete, which breaks the scripts in its folder
 * `bin`, so its Python is started with the module's name.
 */
export async function preCommit(): Promise<readonly string[]> {
  const folder = await cached(`pre-commit-${pin.version}`, install);
  return [join(folder, 'bin/python'), '-m', 'pre_commit'];
}

async function install(folder: string): Promise<void> {
  process.stderr.write(`installing pre-commit ${pin.version} by pip ...\n`);
  await run(['python3', '-m', 'venv', folder]).catch((error: Error) => {
    throw new Error(`python3 cannot make a virtual environment; install python3 and python3-venv\n${error.message}`);
  });
  const pip = [join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  await run([...pip, `pre-commit==${pin.version}`, ...pin.requirements]);
}
