import { join } from 'node:path';
import { cached } from './cache.ts';
import { run } from './run.ts';

/**
 * The command that starts a module of a pinned program from PyPI, in a virtual environment of the cache; `pip` are the
 * words for everything that it needs, because nothing else is installed. The environment is moved there when it is
 * complete, which breaks the scripts in its folder `bin`, so its Python is started with the module's name.
 */
export async function pythonProgram(name: string, version: string, module: string, pip: readonly string[]): Promise<readonly string[]> {
  const folder = await cached(`${name}-${version}`, (unfinished) => install(unfinished, `${name}==${version}`, pip));
  return [join(folder, 'bin/python'), '-m', module];
}

async function install(folder: string, requirement: string, pip: readonly string[]): Promise<void> {
  process.stderr.write(`installing ${requirement.replace('==', ' ')} by pip ...\n`);
  await run(['python3', '-m', 'venv', folder]).catch((error: Error) => {
    throw new Error(`python3 cannot make a virtual environment; install python3 and python3-venv\n${error.message}`);
  });
  const command = [join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  await run([...command, requirement, ...pip]);
}
