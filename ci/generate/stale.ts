import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Check, Generator } from './generator.ts';

/** The check that each generated file is what its generator makes of the sources today. */
export function staleFiles(generators: readonly Generator[]): Check {
  return {
    name: 'generated files are up to date',
    async find(root) {
      const copy = await mkdtemp(join(tmpdir(), 'sigsci-ingress-check-'));
      try {
        await copyInputs(root, copy, generators);
        const findings: string[] = [];
        for (const generator of generators) findings.push(...(await regenerate(generator, root, copy)));
        return findings;
      } finally {
        await rm(copy, { recursive: true, force: true });
      }
    },
  };
}

async function copyInputs(root: string, copy: string, generators: readonly Generator[]): Promise<void> {
  const paths = new Set(generators.flatMap(({ sources, outputs }) => [...sources, ...outputs]));
  for (const path of paths) {
    if (!existsSync(join(root, path))) continue;
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await cp(join(root, path), join(copy, path), { recursive: true, verbatimSymlinks: true });
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
}

async function regenerate(generator: Generator, root: string, copy: string): Promise<string[]> {
  await generator.run(copy);
  const findings: string[] = [];
  for (const output of generator.outputs) {
    const [now, fresh] = await Promise.all([text(join(root, output)), text(join(copy, output))]);
    if (now === fresh) continue;
    const state = now === undefined ? 'is missing' : `differs from what ${generator.sources.join(', ')} gives (line ${firstDifference(now, fresh ?? '')})`;
    findings.push(`${output}: ${state}; run: npm run gen`);
  }
  return findings;
}

function text(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** The number, from 1, of the first line in which two texts differ. */
function firstDifference(left: string, right: string): number {
  const other = right.split('\n');
  const index = left.split('\n').findIndex((line, number) => line !== other[number]);
  return (index < 0 ? left.split('\n').length : index) + 1;
}
