import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { attempt } from '../../ci/toolchain/run.ts';
import { main } from '../../tools/cli/main.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const types = suite('the types command');

const compiler = join(import.meta.dirname, '../../node_modules/.bin/tsc');
const use = (mode: string): string => `import type { Values } from './values.ts';\nexport const values: Values = { agent: { mode: '${mode}', site: 'shop' } };\n`;

types('writes a module that takes good values and refuses bad ones', () =>
  inScratchFolder({ 'good.ts': use('sidecar'), 'bad.ts': use('sidecra') }, async (folder) => {
    const context = recordedContext(folder);
    assert.is(await main(['types', '--out', 'values.ts'], context), 0);
    assert.is(context.said.out, '');
    const check = (file: string) => attempt([compiler, '--noEmit', '--strict', '--allowImportingTsExtensions', '--module', 'nodenext', file], { cwd: folder });
    const good = await check('good.ts');
    assert.is(good.code, 0, good.stdout);
    assert.match((await check('bad.ts')).stdout, /^bad\.ts\(2,\d+\): error .*"sidecra"/m);
    assert.equal((await readdir(folder)).sort(), ['bad.ts', 'good.ts', 'values.ts']);
  }));

types('prints the same to standard output, and nothing else', () =>
  inScratchFolder({}, async (folder) => {
    const context = recordedContext(folder);
    await main(['types', '--out', 'values.ts'], context);
    assert.is(await main(['types'], context), 0);
    assert.is(context.said.out, await readFile(join(folder, 'values.ts'), 'utf8'));
    assert.is(context.said.err, '');
  }));

types.run();
