/** What the chart renders for each of its cases is what test/snapshots says, with either Helm; `npm run snapshot -- --update` accepts a change. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { tool } from '../../ci/toolchain/tool.ts';
import { findCases } from '../../tools/chart/cases.ts';
import { main } from '../../tools/cli/main.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { suite } from '../support/suite.ts';

const root = join(import.meta.dirname, '../..');
const snapshots = suite("the chart's snapshots");

for (const helm of ['helm3', 'helm4'] as const) {
  snapshots(`are what ${helm} renders`, async () => {
    const context = recordedContext(root, { SIGSCI_HELM: await tool(helm) });
    const code = await main(['snapshot', '--ci'], context);
    assert.is(code, 0, context.said.out + context.said.err);
  });
}

snapshots('hold none of the keys that a case makes a Secret of', async () => {
  const cases = (await findCases(join(root, 'chart'))).flatMap(({ file }) => file ?? []);
  const values = await Promise.all(cases.map(async (file) => (parse(await readFile(file, 'utf8')) ?? {}) as { agent?: { credentials?: Keys } }));
  const keys = values.flatMap(({ agent }) => [agent?.credentials?.accessKeyId, agent?.credentials?.secretAccessKey]).filter(Boolean);
  assert.ok(keys.length > 0, 'a case that creates the Secret');
  for (const file of await readdir(join(root, 'test/snapshots'), { recursive: true })) {
    if (!file.endsWith('.yaml')) continue;
    const text = await readFile(join(root, 'test/snapshots', file), 'utf8');
    for (const key of keys) assert.not.ok(text.includes(String(key)), file);
  }
});

interface Keys {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
}

snapshots.run();
