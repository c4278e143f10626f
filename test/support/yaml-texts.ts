import fc from 'fast-check';

/** Scalars and small collections: ordinary ones more often than odd ones, so that many whole texts are accepted. */
const ordinary = fc.constantFrom('a', 'foo bar', '1', '1.5', 'yes', '"x"', "'it''s'", '0o12', '012', 'a:b', '[a, b]', '{a: b}', '[a,\n b]', '{"a":b}', '>\n   fold\n   ed\n\n   x\n', '|-\n   t\n', '"multi\n   line"', 'foo\n   bar # c', '!!str 1', '&q x', '[a: b, {c: d}]');
const odd = fc.constantFrom('', '-1', '08', '1_000', 'no', 'on', 'y', '~', 'null', '.inf', '.5', '5.', '1e3', '-.5', '+1', '0x1F', '0b11', '1:20', '2024-01-01', '"a\\tb"', '"a\\\n  b"', '|+\n   t\n\n', '|2\n   t\n', '*q', '&x 5', '!!int 3', '!!float 1', '!!binary aGk=', '!foo bar', '! 12', '{{ x }}', '[a, b,]', '{}', '[]', '[', '}', 'a #c', '# c', '@x', '%x', '`x', '-', '?', '- a', '? a', '<<', '\t', 'é', '\u2028', '\u0085', '😀', '-0', '.', '...', '---', '1e1000', '18446744073709551616', '0x', '1__0', '_1', '1.e1', '"', "'", '"\\q"', '"\\u00e9"', '|', '{a:b}', '[a,b]', '[-1]', '[?a]', '{? a : b}', '[!!str 1, &y 2, *y]');
const value = fc.oneof({ weight: 10, arbitrary: ordinary }, { weight: 1, arbitrary: odd });
const key = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6') },
  { weight: 1, arbitrary: fc.constantFrom('a', '"q k"', "'s'", 'y', '1', '1.5', '~', '012', 'null', '<<', '? k', '{a: 1}', '*q', '&z k', 'a b', '-a', ':x', '1e7') },
);
const colon = fc.oneof({ weight: 20, arbitrary: fc.constant(':') }, { weight: 1, arbitrary: fc.constantFrom(':  ', ' :', ': &x', ': !!map', '') });
const indent = fc.oneof({ weight: 20, arbitrary: fc.constant(2) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 4 }) });

interface Line {
  readonly list: boolean;
  readonly key: string;
  readonly colon: string;
  readonly comment: boolean;
  readonly indent: number;
  readonly inner: string | readonly Line[];
}

const { block } = fc.letrec<{ line: Line; block: Line[] }>((tie) => ({
  line: fc.record({
    list: fc.boolean(),
    key,
    colon,
    comment: fc.boolean(),
    indent,
    inner: fc.oneof({ maxDepth: 4, withCrossShrink: false }, { weight: 3, arbitrary: value }, { weight: 2, arbitrary: tie('block') }),
  }),
  block: fc.array(tie('line'), { minLength: 1, maxLength: 4 }),
}));

/** All lines of one block are entries of a list, or all are keys of a map. */
function render(lines: readonly Line[], depth: number): string {
  const list = lines[0]?.list ?? false;
  return lines
    .map((line) => {
      const lead = `${' '.repeat(depth)}${list ? '-' : line.key + line.colon}`;
      if (typeof line.inner === 'string') return `${lead} ${line.inner}${line.comment ? ' # comment' : ''}\n`;
      return `${lead}\n${render(line.inner, depth + line.indent)}`;
    })
    .join('');
}

const change = fc.record({
  at: fc.nat(400),
  kind: fc.constantFrom('insert', 'remove', 'copy'),
  sign: fc.constantFrom(' ', '\t', '\n', ':', '-', '"', "'", '{', '}', '[', ']', ',', '#', '&x ', '*q', '|', '>', '!', '?', '%', '@', '\r\n', '\r', 'a', '1', '\\', '~', '.', '\ufeff', '\u00a0'),
  length: fc.nat(12),
});

/** Two of three texts are as an author would write them; the third has a few characters changed. */
export const yamlText: fc.Arbitrary<string> = fc
  .tuple(block, fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(change, { maxLength: 3 }) }))
  .map(([lines, changes]) => wellFormed(changes.reduce(apply, render(lines, 0))));

function apply(text: string, { at, kind, sign, length }: { at: number; kind: string; sign: string; length: number }): string {
  const place = at % (text.length + 1);
  const tail = text.slice(place);
  if (kind === 'remove') return text.slice(0, place) + tail.slice(1);
  return text.slice(0, place) + (kind === 'insert' ? sign : tail.slice(0, length)) + tail;
}

/** A change may cut an emoji in two, which no file can hold. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** Short noise out of the signs that mean something to YAML. */
export const yamlNoise: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('a', 'b', '1', ' ', ' ', '\n', '\n', ': ', ':', '- ', '-', '?', '? ', '{', '}', '[', ']', ',', '"', "'", '#', ' #', '&x ', '*x', '!', '!!str ', '|', '>', '|\n', '%', '@', '---\n', '...\n', '\t', '\r', '\\', '<<', '~', '\u0085'), { maxLength: 14 })
  .map((signs) => signs.join(''));
