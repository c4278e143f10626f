import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as assert from 'uvu/assert';
import { chartFolder } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const test = suite('house style of the templates');

interface Template { readonly path: string; readonly text: string }

const templates: Template[] = readdirSync(chartFolder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.parentPath.includes('templates'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(chartFolder, path), text: readFileSync(path, 'utf8') }));

const defines = templates.flatMap(({ path, text }) =>
  [...text.matchAll(/(\/\*(?:(?!\*\/)[\s\S])*\*\/ ?-?\}\}\n)?^\{\{- define "([^"]+)" -\}\}\n([\s\S]*?)^\{\{- end \}\}$/gm)].map((match) => ({
    path,
    comment: match[1],
    name: match[2] ?? '',
    lines: (match[3] ?? '').split('\n').length,
  })),
);

test('there are defines to look at, and every one in the text is found', () => {
  const written = templates.flatMap(({ text }) => [...text.matchAll(/\bdefine "/g)]).length;
  assert.is.not(written, 0);
  assert.is(defines.length, written);
});

test('every define says what it is for', () => {
  assert.equal(defines.filter(({ comment }) => !comment).map(({ name }) => name), []);
});

test('every define is named after chart, subject and what it gives', () => {
  const own = /^sigsci-ingress\.[a-z][A-Za-z]*\.[a-z][A-Za-z-]*$/;
  const library = /^sigsci-agent\.v1\.[a-z][A-Za-z]*$/;
  assert.equal(defines.filter(({ path, name }) => !(path.startsWith('charts/') ? library : own).test(name)).map(({ name }) => name), []);
});

test('no define has more than 40 lines', () => {
  assert.equal(defines.filter(({ lines }) => lines > 40).map(({ name }) => name), []);
});

test('no file has more than 120 lines', () => {
  const long = templates.filter(({ text }) => text.split('\n').length > 121).map(({ path }) => path);
  assert.equal(long, []);
});

test('defines stand in .tpl files, and every other file holds one kind of object', () => {
  for (const { path, text } of templates.filter(({ path }) => path.endsWith('.yaml'))) {
    assert.not.match(text, /\bdefine "/);
    assert.ok((text.match(/^kind: /gm) ?? []).length <= 1, path);
  }
});

test('every define is used', () => {
  const all = templates.map(({ text }) => text).join('\n');
  const unused = defines.filter(({ name }) => !name.startsWith('sigsci-ingress.validate.') && !all.includes(`include "${name}"`) && !all.includes(`"${name}" `));
  assert.equal(unused.map(({ name }) => name), []);
});

test('the library chart knows nothing of this chart', () => {
  for (const { path, text } of templates.filter(({ path }) => path.startsWith('charts/'))) {
    assert.not.match(text, /\.Values|\.Release|\.Chart|sigsci-ingress/, path);
  }
});

test.run();
