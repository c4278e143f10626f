import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import * as assert from 'uvu/assert';
import { main } from '../../tools/cli/main.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const command = suite('the schema command');

async function print(cwd: string, args: readonly string[] = []) {
  const context = recordedContext(cwd);
  const code = await main(['schema', ...args], context);
  return { code, ...context.said };
}

command('prints a schema that an editor can judge a values file by, without the defaults', async () => {
  const { code, out } = await print('/');
  assert.is(code, 0);
  const validate = new Ajv({ strict: false, logger: false }).compile(JSON.parse(out) as object);
  assert.ok(validate({ agent: { site: 'shop' } }));
  assert.not.ok(validate({ agent: { sight: 'shop' } }));
});

command('describes the keys', async () => {
  assert.match((await print('/')).out, 'Name of the site (workspace) in the console');
});

command('prints the schema of another chart as it is', () =>
  inScratchFolder({ 'other/Chart.yaml': 'name: other\n', 'other/values.schema.json': '{ "type": "object" }' }, async (folder) => {
    assert.is((await print(folder, ['--chart', 'other'])).out, '{ "type": "object" }');
  }));

command('writes a file instead of printing', () =>
  inScratchFolder({}, async (folder) => {
    assert.is((await print(folder, ['--out', 'editor/values.json'])).out, '');
    assert.is(await readFile(join(folder, 'editor/values.json'), 'utf8'), (await print(folder)).out);
  }));

command('says when a chart has no schema', () =>
  inScratchFolder({ 'other/Chart.yaml': 'name: other\n' }, async (folder) => {
    const { code, err } = await print(folder, ['--chart', 'other']);
    assert.is(code, 2);
    assert.is(err, 'sigsci-values: other/values.schema.json: there is no such file\n');
  }));

command.run();
