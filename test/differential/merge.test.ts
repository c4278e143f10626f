/** How layers and arguments come together: every row is held against Helm 3.17 and Helm 4. */
import * as assert from 'uvu/assert';
import { askHelm, helms } from '../support/helm-probe.ts';
import type { Probe, Verdict } from '../support/helm-probe.ts';
import { ourVerdict } from '../support/our-verdict.ts';
import { suite } from '../support/suite.ts';

const defaults = 'a: {b: 1, c: {d: 2}}\ns: 1\nl: [1, 2]\nm: null\n';

const set = (...words: string[]): Probe => ({ defaults, args: words.flatMap((word) => ['--set', word]) });
const over = (...texts: string[]): Probe => ({
  defaults,
  files: Object.fromEntries(texts.map((text, index) => [`f${index}`, text])),
  args: texts.flatMap((_, index) => ['-f', `@f${index}`]),
});
const refused = 'refused';

const rows: readonly [title: string, probe: Probe, expected: object | typeof refused][] = [
  ['maps merge', over('a: {x: 1}'), { a: { b: 1, c: { d: 2 }, x: 1 }, s: 1, l: [1, 2], m: null }],
  ['lists and scalars replace', over('l: [3]\ns: x'), { a: { b: 1, c: { d: 2 } }, s: 'x', l: [3], m: null }],
  ['the later file wins', over('a: {b: 2}', 'a: {b: 3}'), { a: { b: 3, c: { d: 2 } }, s: 1, l: [1, 2], m: null }],
  ['null removes a default', over('a: {c: null}\ns: null'), { a: { b: 1 }, l: [1, 2], m: null }],
  ['null without a default stays', over('q: null\na: {q: null}\nx: {q: {o: null}}'), { a: { b: 1, c: { d: 2 }, q: null }, q: null, x: { q: { o: null } }, s: 1, l: [1, 2], m: null }],
  ['null over a file below removes the default too', over('a: {b: 5}', 'a: null'), { s: 1, l: [1, 2], m: null }],
  ['a value over a null below', over('a: {b: null}', 'a: {b: 4}'), { a: { b: 4, c: { d: 2 } }, s: 1, l: [1, 2], m: null }],
  ['a default that is null can be set', over('m: {k: 1}'), { a: { b: 1, c: { d: 2 } }, s: 1, l: [1, 2], m: { k: 1 } }],
  ['a scalar over a map', over('a: x'), { a: 'x', s: 1, l: [1, 2], m: null }],
  ['a map over a scalar', over('s: {x: 1}'), { a: { b: 1, c: { d: 2 } }, s: { x: 1 }, l: [1, 2], m: null }],
  ['a list over a map', over('a: []'), { a: [], s: 1, l: [1, 2], m: null }],
  ['an empty map changes nothing', over('a: {}'), { a: { b: 1, c: { d: 2 } }, s: 1, l: [1, 2], m: null }],
  ['an empty file changes nothing', over(''), { a: { b: 1, c: { d: 2 } }, s: 1, l: [1, 2], m: null }],

  ['words of --set: only true, false, null and integers have a type', set('v={yes,1.20,0123,1e3,123456789012345678901,1,-1,+1,TRUE,null,0,00}'), { v: ['yes', '1.20', '0123', '1e3', '123456789012345678901', 1, -1, 1, true, null, 0, '00'] }],
  ['--set null removes a default', set('a.b=null,s=null'), { a: { c: { d: 2 } }, l: [1, 2], m: null }],
  ['an empty list of --set holds an empty text', set('v={}'), { v: [''] }],
  ['an index beyond the end fills with null', set('v[2]=x'), { v: [null, null, 'x'] }],
  ['an index into a default list starts a new list', set('l[1]=9'), { l: [null, 9] }],
  ['an index into a list of a file changes it', { defaults, files: { f: 'l: [5, 6]' }, args: ['-f', '@f', '--set', 'l[1]=9'] }, { l: [5, 9] }],
  ['a dot in a key', set('v.b\\.c=1'), { v: { 'b.c': 1 } }],
  ['a comma in a value', set('v=a\\,b,w=2'), { v: 'a,b', w: 2 }],
  ['no value', set('v='), { v: '' }],
  ['maps in lists', set('v[0].a=1,v[0].b=2,v[1][0]=3'), { v: [{ a: 1, b: 2 }, [3]] }],
  ['a comma behind a list may be missing', set('v={a,b}w=1'), { v: ['a', 'b'], w: 1 }],
  ['a key that ends in a dot sets nothing', set('a.'), {}],
  ['a map in a new list item without a value is dropped', set('v[1].a='), { v: [] }],
  ['a map in a present list item without a value is not', set('v[0].a=1,v[0].b='), { v: [{ a: 1, b: '' }] }],
  ['an empty key sets nothing', set('=1'), {}],
  ['a scalar over a default map', set('a=x'), { a: 'x' }],
  ['below a default scalar', set('s.x=1'), { s: { x: 1 } }],
  ['a key twice in different types', set('v=2,v.b=1'), refused],
  ['a map where a file has a text', { files: { f: 'v: x' }, args: ['-f', '@f', '--set', 'v.b=1'] }, refused],
  ['an index where a file has null', { files: { f: 'v: null' }, args: ['-f', '@f', '--set', 'v[0]=1'] }, refused],
  ['a key without =', set('v'), refused],
  ['a key without = before a comma', set('v,w=1'), refused],
  ['a nested key without =', set('v.w'), refused],
  ['a negative index', set('v[-1]=1'), refused],
  ['an index that is no number', set('v[a]=1'), refused],
  ['an index beyond the limit', set('v[65537]=1'), refused],
  ['text behind an index', set('v[0]x=1'), refused],
  ['a list that does not end', set('v={a,b'), refused],
  ['thirty levels', set(`${'v.'.repeat(30)}w=1`), {}],
  ['thirty-one levels', set(`${'v.'.repeat(31)}w=1`), refused],

  ['kinds apply in a fixed order', { defaults, args: ['--set-literal', 'e=1', '--set-string', 'd=1', '--set', 'c=1,d=2,e=2', '--set-json', 'b=1,c="x"'] }, { b: 1, c: 1, d: '1', e: '1' }],
  ['--set-string', { args: ['--set-string', 'a=true,b=null,c=1,d={1,x}'] }, { a: 'true', b: 'null', c: '1', d: ['1', 'x'] }],
  ['--set-json', { args: ['--set-json', 'a={"x":[1,"y,z"]},b=[1, 2],c=null,d= "q" ,e='] }, { a: { x: [1, 'y,z'] }, b: [1, 2], c: null, d: 'q', e: null }],
  ['--set-json with something behind the JSON', { args: ['--set-json', 'a={"x":1}junk'] }, refused],
  ['--set-json without JSON', { args: ['--set-json', 'a=x'] }, refused],
  ['--set-json with an open bracket', { args: ['--set-json', 'a={"x":1'] }, refused],
  ['--set-literal knows no signs', { args: ['--set-literal', 'a.b=x,y={z}\\w'] }, { a: { b: 'x,y={z}\\w' } }],
  ['--set-literal has no escapes in keys', { args: ['--set-literal', 'a\\.b=1'] }, { 'a\\': { b: '1' } }],
  ['--set-file', { files: { f: 'text\nof a file' }, args: ['--set-file', 'a.b=@f'] }, { a: { b: 'text\nof a file' } }],
];

const test = suite('values as Helm merges them');

const answers = rows.map(([, probe]) => () => Promise.all(helms.map((helm) => askHelm(helm, probe))));
const theirs: (readonly Verdict[])[] = [];
const next = answers.entries();
await Promise.all(Array.from({ length: 3 }, async () => {
  for (const [index, ask] of next) theirs[index] = await ask();
}));

rows.forEach(([title, probe, expected], index) => {
  test(title, () => {
    const ours = ourVerdict(probe);
    for (const [place, helm] of helms.entries()) {
      const verdict = theirs[index]?.[place];
      if (expected === refused) assert.ok(verdict && 'error' in verdict && 'error' in ours, `${helm}: ${JSON.stringify(verdict)}, we: ${JSON.stringify(ours)}`);
      else assert.equal(ours, verdict, helm);
    }
    if (expected !== refused) assert.equal({ ...(ours as { value: object }).value, ...expected }, (ours as { value: object }).value);
  });
});

test('null over a nested default that is null stays in Helm 4 only', async () => {
  const probe: Probe = { defaults: 'x: {k: null}\nm: null', files: { f: 'x: {k: null}\nm: null' }, args: ['-f', '@f'] };
  assert.equal(await askHelm('helm3', probe), { value: { x: {} } });
  assert.equal(await askHelm('helm4', probe), { value: { x: { k: null } } });
  assert.equal(ourVerdict(probe), { value: { x: { k: null } } });
});

test('a whole JSON object for --set-json is taken by Helm 4 only', async () => {
  const probe: Probe = { defaults, args: ['--set-json', '{"a":{"b":null},"z":1}'] };
  assert.ok('error' in (await askHelm('helm3', probe)));
  assert.equal(ourVerdict(probe), await askHelm('helm4', probe));
});

test.run();
