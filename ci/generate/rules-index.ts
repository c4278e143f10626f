import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { banner } from './banner.ts';
import type { Generator } from './generator.ts';
import { writeAtomically } from './write.ts';

const folder = 'tools/lint/rules';

/** The list of lint rules, alphabetical, from the files in their folder. */
export const rulesIndexGenerator: Generator = {
  name: 'index of the lint rules',
  sources: [folder],
  outputs: [`${folder}/index.gen.ts`],
  async run(root) {
    const files = await readdir(join(root, folder));
    const ids = files.filter((file) => file.endsWith('.ts') && file !== 'index.gen.ts').map((file) => file.slice(0, -3)).sort();
    const names = ids.map((id) => [id, id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())] as const);
    const lines = [
      `// ${banner(`the files in ${folder}/`)}`,
      "import type { Rule } from '../rule.ts';",
      ...names.map(([id, name]) => `import ${name} from './${id}.ts';`),
      '',
      `export const rules: readonly Rule[] = [${names.map(([, name]) => name).join(', ')}];`,
    ];
    await writeAtomically(join(root, folder, 'index.gen.ts'), `${lines.join('\n')}\n`);
  },
};
