import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bannerWords } from '../banner.ts';
import type { Check, Generator } from '../generator.ts';
import { projectFiles } from './files.ts';

/** The check that whoever opens a generated file reads that it is one. */
export function bannersPresent(generators: readonly Generator[]): Check {
  return {
    name: 'every generated file says so',
    async find(root) {
      const named = await projectFiles(root, /\.gen\.\w+$|^schema\/kubernetes\.json$/);
      const files = new Set([...named, ...generators.flatMap(({ outputs }) => outputs)]);
      const findings = [...files].map(async (file) => {
        const text = await readFile(join(root, file), 'utf8').catch(() => undefined);
        return text === undefined || text.includes(bannerWords) ? [] : [`${file}: no line with "${bannerWords}"; let its generator write banner() first`];
      });
      return (await Promise.all(findings)).flat();
    },
  };
}
