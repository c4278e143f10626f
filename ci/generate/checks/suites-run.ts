import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from '../generator.ts';
import { projectFiles } from './files.ts';

/** The check that each test file runs its suites: uvu ends with 0 and without a word when one does not. */
export const suitesRun: Check = {
  name: 'every test suite is run',
  async find(root) {
    const findings = (await projectFiles(root, /\.test\.ts$/)).map(async (file) => {
      const text = await readFile(join(root, file), 'utf8').catch(() => '');
      const suites = [...text.matchAll(/^\s*const (\w+) = suite\(/gm)].map((match) => match[1] ?? '');
      const idle = suites.filter((name) => !new RegExp(`\\b${name}\\.run\\(\\)`).test(text));
      if (suites.length === 0 && !text.includes('.run()')) return [`${file}: no suite is run; end it with .run()`];
      return idle.map((name) => `${file}: the suite ${name} never runs; add ${name}.run()`);
    });
    return (await Promise.all(findings)).flat();
  },
};
