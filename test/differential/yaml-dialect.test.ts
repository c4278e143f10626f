/** How a values file is read: every row is held against Helm 3.17 and Helm 4, which read it through sigs.k8s.io/yaml. */
import * as assert from 'uvu/assert';
import { askHelm, askHelmToRead, helms } from '../support/helm-probe.ts';
import type { Probe } from '../support/helm-probe.ts';
import { ourVerdict } from '../support/our-verdict.ts';
import { suite } from '../support/suite.ts';

/** Texts that both Helms read alike. A string is the value to expect, `refused` that both refuse it. */
const refused = Symbol('refused');
const rows: readonly [title: string, text: string, expected: unknown][] = [
  ['words of YAML 1.1 are booleans', 'a: [yes, on, y, NO, Off, n, True]', { a: [true, true, true, false, false, false, true] }],
  ['odd spellings of them are texts', 'a: [yEs, oN, tRUE]', { a: ['yEs', 'oN', 'tRUE'] }],
  ['a key y or on is called true', 'y: 1\nb: {on: 2}', { true: 1, b: { true: 2 } }],
  ['a key no or off is called false', 'no: 1\nb: {off: 2}', { false: 1, b: { false: 2 } }],
  ['012 and 0o12 are octal', 'a: [012, 0o12, -012, 00]', { a: [10, 10, -10, 0] }],
  ['08 is no octal number and so decimal', 'a: 08', { a: 8 }],
  ['underscores and other bases', 'a: [1_000, 0x1_F, 0b11, -0b11, +0x1F]', { a: [1000, 31, 3, -3, 31] }],
  ['a date is a text', 'a: [2024-01-01, 2024-01-01T10:00:00Z, 2024-1-1]', { a: ['2024-01-01', '2024-01-01T10:00:00Z', '2024-1-1'] }],
  ['1:20 is a text', 'a: 1:20', { a: '1:20' }],
  ['exponents', 'a: [1e3, 1E3, 1.5e-3, .5, 5., -.5]', { a: [1000, 1000, 0.0015, 0.5, 5, -0.5] }],
  ['a number beyond all bounds is a text', 'a: 1e1000', { a: '1e1000' }],
  ['integers beyond 2^53 lose digits', 'a: [9007199254740993, 18446744073709551615, 18446744073709551616]', { a: [9007199254740992, 18446744073709552000, 18446744073709552000] }],
  ['infinity is refused', 'a: .inf', refused],
  ['not a number is refused', 'a: .nan', refused],
  ['a null key is refused', '~: x', refused],
  ['an empty key is refused', ': x', refused],
  ['null in all spellings', 'a: [~, null, Null, NULL, nULL]\nb:', { a: [null, null, null, null, 'nULL'], b: null }],
  ['!!binary is decoded', 'a: !!binary aGk=', { a: 'hi' }],
  ['!!binary needs base64', 'a: !!binary "%%"', refused],
  ['an unknown tag leaves a text', 'a: !foo 12', { a: '12' }],
  ['!!float of an integer', 'a: !!float 1', { a: 1 }],
  ['!!str of a number', 'a: !!str 1.20', { a: '1.20' }],
  ['!!int of a text is refused', 'a: !!int x', refused],
  ['a merge key', 'x: &x {b: 1, c: 2}\na:\n  <<: *x\n  c: 3', { x: { b: 1, c: 2 }, a: { b: 1, c: 3 } }],
  ['a merge key behind a key wins over it', 'x: &x {c: 2}\na:\n  c: 3\n  <<: *x', { x: { c: 2 }, a: { c: 2 } }],
  ['a list of merges: the first wins', 'x: &x {c: 1}\nz: &z {c: 2, d: 3}\na:\n  <<: [*x, *z]', { x: { c: 1 }, z: { c: 2, d: 3 }, a: { c: 1, d: 3 } }],
  ['a quoted << is a key', 'a: {"<<": 1}', { a: { '<<': 1 } }],
  ['a merge of a text is refused', 'a:\n  <<: x', refused],
  ['the last of two equal keys wins', 'a: 1\na: 2\nb: {c: 1, c: 2}', { a: 2, b: { c: 2 } }],
  ['numbers as keys', '1: a\n1.5: b\n012: c\n1e3: d\n1.0e7: e', { 1: 'a', 1.5: 'b', 10: 'c', 1000: 'd', '1e+07': 'e' }],
  ['a map as key is refused', '{a: b}: c', refused],
  ['a tab as indentation is refused', 'a:\n\tb: 1', refused],
  ['a tab behind a colon is not', 'a:\tb', { a: 'b' }],
  ['a list at the top is refused', '- a', refused],
  ['a text at the top is refused', 'just words', refused],
  ['a comment alone gives no values', '# nothing', {}],
  ['an anchor that holds itself is refused', 'a: &a [*a]', refused],
  ['an unknown alias is refused', 'a: *b', refused],
  ['a template is refused', 'a: {{ .Values.x }}', refused],
  ['a template line is refused', '{{- if .Values.a }}\na: 1\n{{- end }}', refused],
  ['a template in quotes is a text', 'a: "{{ .Values.x }}"', { a: '{{ .Values.x }}' }],
  ['a second colon on a line is refused', 'a: b: c', refused],
  ['colons inside of words are not', 'a: b:c\nd: http://x:80/', { a: 'b:c', d: 'http://x:80/' }],
  ['what looks like a comment and is none', 'a: b#c\nd: e #f', { a: 'b#c', d: 'e' }],
  ['CRLF', 'a: 1\r\nb: |\r\n  x\r\n  y\r\n', { a: 1, b: 'x\ny\n' }],
  ['a byte order mark', '\ufeffa: 1\nb: 2', { a: 1, b: 2 }],
  ['no end of line at the end', 'a: |\n  x', { a: 'x' }],
  ['folded and literal blocks', 'a: >-\n  x\n  y\n\n  z\nb: |+\n  x\n\nc: |2\n   x\n', { a: 'x y\nz', b: 'x\n\n', c: ' x\n' }],
  ['flow collections over lines and without indentation', 'a: [1,\n2, {b: c,\nd}]', { a: [1, 2, { b: 'c', d: null }] }],
  ['a colon without a blank in a flow map', 'a: {b:c, "d":e}', { a: { 'b:c': null, d: 'e' } }],
  ['a list at the indentation of its key', 'a:\n- 1\n- b: 2\n  c: 3', { a: [1, { b: 2, c: 3 }] }],
  ['escapes', 'a: "\\x41\\u00e9\\U0001F600\\n\\\n   b"', { a: 'Aé😀\nb' }],
  ['an unknown escape is refused', 'a: "\\q"', refused],
  ['a text that begins with a sign is refused', 'a: @b', refused],
  ['an open bracket at the end is refused', 'a:\n - b\n{', refused],
  ['a key at the end without a colon is refused', 'a: 1\nb', refused],
  ['a control character is refused', 'a: \x01', refused],
  ['what stands behind ... is not read', 'a: 1\n...\nb: 2', { a: 1 }],
  ['__proto__ is a key', 'a: {__proto__: 1}', JSON.parse('{"a": {"__proto__": 1}}')],
];

const test = suite('YAML as Helm reads it');

const theirs = new Map(await Promise.all(helms.map(async (helm) => [helm, await askHelmToRead(helm, rows.map(([, text]) => text))] as const)));

rows.forEach(([title, text, expected], index) => {
  test(title, () => {
    const ours = ourVerdict({ files: { a: text }, args: ['-f', '@a'] });
    if (expected === refused) assert.ok('error' in ours, JSON.stringify(ours));
    else assert.equal(ours, { value: expected });
    for (const helm of helms) {
      const verdict = theirs.get(helm)?.[index];
      if (expected === refused) assert.ok(verdict && 'error' in verdict, `${helm}: ${JSON.stringify(verdict)}`);
      else assert.equal(verdict, { value: expected }, helm);
    }
  });
});

/** Files whose bytes or documents matter, given to `-f`. `helm3` where Helm 3.17 says something else. */
const files: readonly { title: string; probe: Probe; helm3?: 'reads the first document' | 'accepts' }[] = [
  { title: 'an empty file', probe: { files: { a: '' }, args: ['-f', '@a'] } },
  { title: 'a byte order mark before the first key', probe: { files: { a: '\ufeffa: 1' }, args: ['-f', '@a'] } },
  { title: 'bytes that are no UTF-8', probe: { files: { a: Buffer.from([0x61, 0x3a, 0x20, 0xff]) }, args: ['-f', '@a'] } },
  { title: 'UTF-16', probe: { files: { a: Buffer.from('\ufeffa: 1\n', 'utf16le') }, args: ['-f', '@a'] }, helm3: 'accepts' },
  { title: 'a %YAML 1.2 line', probe: { files: { a: '%YAML 1.2\n---\na: 1\n' }, args: ['-f', '@a'] } },
  { title: 'a %YAML 1.1 line', probe: { files: { a: '%YAML 1.1\n---\na: 1\n' }, args: ['-f', '@a'] }, helm3: 'accepts' },
  { title: 'a document marker before and behind', probe: { files: { a: '---\na: 1\n---\n' }, args: ['-f', '@a'] } },
  { title: 'two documents', probe: { files: { a: 'a: {b: 1}\n--- # next\na: {c: 2}\n' }, args: ['-f', '@a'] }, helm3: 'reads the first document' },
  { title: 'a marker with content behind it', probe: { files: { a: '--- a\n' }, args: ['-f', '@a'] } },
  { title: 'standard input', probe: { input: 'a: 1\n', args: ['-f', '-'] } },
  { title: 'aliases that multiply a thousand million times', probe: { files: { a: bomb(9) }, args: ['-f', '@a'] } },
  { title: 'aliases in an ordinary number', probe: { files: { a: bomb(2) }, args: ['-f', '@a'] } },
];

/** Each level holds ten times the one before. */
function bomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level <= levels; level++) lines.push(`a${level}: &a${level} [${Array(10).fill(`*a${level - 1}`).join(', ')}]`);
  return lines.join('\n');
}

for (const { title, probe, helm3 } of files) {
  test(title, async () => {
    const ours = ourVerdict(probe);
    for (const helm of helms) {
      const verdict = await askHelm(helm, probe);
      if (helm === 'helm3' && helm3 === 'accepts') assert.ok('error' in ours && 'value' in verdict);
      else if (helm === 'helm3' && helm3) assert.ok('value' in ours && 'value' in verdict && JSON.stringify(ours) !== JSON.stringify(verdict));
      else if ('error' in verdict) assert.ok('error' in ours, `${helm}: ${verdict.error}`);
      else assert.equal(ours, verdict, helm);
    }
  });
}

test('Helm 4 loses a last line of 4096 bytes without a line break, which lint refuses', async () => {
  const line = 'b: 2'.padEnd(4096);
  const probe = (end: string): Probe => ({ files: { a: `a: 1\n${line}${end}` }, args: ['-f', '@a'] });
  assert.equal(await askHelm('helm4', probe('')), { value: { a: 1 } });
  assert.equal(await askHelm('helm4', probe('\n')), { value: { a: 1, b: 2 } });
  assert.equal(await askHelm('helm3', probe('')), { value: { a: 1, b: 2 } });
});

test.run();
