/** Lint of files from public repositories: it never crashes, and each finding has its place. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { main } from '../../tools/cli/main.ts';
import type { Diagnostic } from '../../tools/lint/diagnostic.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const test = suite('lint of public files');

if (!existsSync(corpus)) skip('the corpus of public values files is not beside this checkout');
const files = existsSync(corpus) ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file)) : [];

for (const file of files) {
  test(`${file} ends with a verdict`, async () => {
    const context = recordedContext(corpus);
    const code = await main(['lint', file, '--format', 'json'], context);
    if (code === 2) {
      assert.match(context.said.err, /^sigsci-values: [^\n]+\n$/);
      return;
    }
    assert.is(context.said.err, '');
    const lines = readFileSync(join(corpus, file), 'utf8').split('\n');
    const diagnostics = JSON.parse(context.said.out) as Diagnostic[];
    assert.is(code, diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0);
    for (const { line, column, endLine, endColumn, message, file: name } of diagnostics) {
      const place = `${name}:${line}:${column} ${message}`;
      assert.ok(name !== file || (line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1] ?? '').length + 1), place);
      assert.ok(endLine > line || (endLine === line && endColumn >= column), place);
      assert.not.match(message, /please report|\n/);
    }
  });
}

test('the folders hold files', () => {
  assert.ok(files.length > 0 || !existsSync(corpus));
});

test.run();
