import { readFileSync, readdirSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { rules } from '../../tools/lint/rules/index.gen.ts';
import { lintLayers } from '../support/lint.ts';
import { suite } from '../support/suite.ts';

const folder = new URL('../../tools/lint/rules/', import.meta.url);
const headings = ['Why', 'Incorrect', 'Correct', 'How to fix'];

/** The YAML blocks below one heading: the layers of one example. */
function example(page: string, heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/```yaml\n([^]*?)```/g)].map((match) => match[1] ?? '');
}

const test = suite('pages of the rules');

test('every rule has a page and a test, and no page is without its rule', () => {
  const ids = rules.map(({ id }) => id);
  const inFolder = (url: URL, ending: string) => readdirSync(url).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
  assert.equal(inFolder(folder, '.md'), ids);
  const tests = inFolder(new URL('.', import.meta.url), '.test.ts');
  assert.equal(ids.filter((id) => !tests.includes(id)), []);
});

for (const { id, severity, summary } of rules) {
  const page = readFileSync(new URL(`${id}.md`, folder), 'utf8');

  test(`${id} has the fixed headings and says how severe it is`, () => {
    assert.is(page.split('\n')[0], `# ${id}`);
    assert.equal([...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]), headings);
    assert.match(page.toLowerCase(), new RegExp(`\\n\\n${severity}\\.`));
    assert.ok(summary.length > 10 && !summary.endsWith('.'));
  });

  test(`${id} finds what its page calls incorrect`, () => {
    const found = lintLayers(example(page, 'Incorrect'));
    assert.ok(found.some(({ rule }) => rule === id), JSON.stringify(found));
    assert.equal(found.filter((diagnostic) => diagnostic.severity === 'error' && diagnostic.rule !== id && severity === 'error'), []);
  });

  test(`${id} accepts what its page calls correct`, () => {
    const blocks = example(page, 'Correct');
    assert.ok(blocks.length > 0);
    assert.equal(lintLayers(blocks).filter((diagnostic) => diagnostic.rule === id || diagnostic.severity === 'error'), []);
  });
}

test.run();
