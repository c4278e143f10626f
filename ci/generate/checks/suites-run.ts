import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Check } from '../generator.ts';
import { projectFiles } from './files.ts';

/** The check that each test file runs its suites: uvu ends with 0 and without a word when one does not. */
export const suitesRun: Check = {
  name: 'every test suite is run',
  async find(root) {
    const files = await projectFiles(root, /\.test\.ts$/);
    return (await Promise.all(files.map((file) => idleSuites(root, file)))).flat();
  },
};

async function idleSuites(root: string, file: string): Promise<string[]> {
  const text = await textOf(join(root, file));
  const suites = [...text.matchAll(/^\s*const (\w+) = suite\(/gm)].map((match) => match[1] ?? '');
  const idle = suites.filter((name) => !new RegExp(`\\b${name}\\.run\\(\\)`).test(text));
  if (suites.length === 0 && !text.includes('.run()') && !(await helperRuns(root, file, text))) return [`${file}: no suite is run; end it with .run()`];
  return idle.map((name) => `${file}: the suite ${name} never runs; add ${name}.run()`);
}

/** Whether a helper that the file imports from test/ makes and runs the suite for it. */
async function helperRuns(root: string, file: string, text: string): Promise<boolean> {
  const helpers = [...text.matchAll(/from '(\.[^']+)'/g)].map((match) => join(dirname(file), match[1] ?? '')).filter((path) => path.startsWith('test/'));
  const texts = await Promise.all(helpers.map((path) => textOf(join(root, path))));
  return texts.some((helper) => helper.includes('.run()'));
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
