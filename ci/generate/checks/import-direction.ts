import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Check } from '../generator.ts';
import { projectFiles } from './files.ts';

/** The parts of tools/ from the top down. A part imports from its own layer, without circles, and from lower ones. */
const layers: readonly (readonly string[])[] = [
  ['bin.ts'],
  ['cli'],
  ['commands'],
  ['lint', 'snapshot', 'schema', 'ct', 'migrate', 'doctor', 'images'],
  ['values', 'chart'],
  ['process', 'errors.ts', 'nearest.ts'],
];

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The check that imports in tools/ point down. */
export const importDirection: Check = {
  name: 'imports in tools/ point down',
  async find(root) {
    const files = await projectFiles(root, /^tools\/(?!dist\/).*\.ts$/);
    const imports = (await Promise.all(files.map((file) => importsOf(root, file)))).flat();
    const parts = new Set(imports.flatMap(({ from, to }) => [from, to]));
    const unplaced = [...parts].filter((part) => rank(part) < 0).map((part) => `tools/${part}: has no layer; add it to ci/generate/checks/import-direction.ts`);
    const upward = imports.filter(({ from, to }) => rank(to) >= 0 && rank(to) < rank(from)).map(({ file, to }) => `${file}: imports from tools/${to}, which lies above it`);
    return [...new Set([...unplaced, ...upward, ...circles(imports)])];
  },
};

function rank(part: string): number {
  return layers.findIndex((layer) => layer.includes(part));
}

async function importsOf(root: string, file: string): Promise<Import[]> {
  const text = await readFile(join(root, file), 'utf8').catch(() => '');
  const paths = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => posix.join(posix.dirname(file), match[1] ?? ''));
  const part = (path: string): string => path.split('/')[1] ?? '';
  return paths.filter((path) => path.startsWith('tools/')).map((path) => ({ file, from: part(file), to: part(path) })).filter(({ from, to }) => from !== to);
}

function circles(imports: readonly Import[]): string[] {
  const reaches = (from: string, to: string, seen: Set<string> = new Set()): boolean =>
    imports.some((edge) => edge.from === from && !seen.has(edge.to) && (edge.to === to || reaches(edge.to, to, seen.add(edge.to))));
  const sideways = imports.filter(({ from, to }) => rank(from) === rank(to) && rank(from) >= 0);
  return sideways.filter(({ from, to }) => reaches(to, from)).map(({ file, from, to }) => `${file}: imports from tools/${to}, which imports from tools/${from} too`);
}
