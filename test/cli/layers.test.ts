import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** Imports point down only: a folder may import from itself and from folders of a later line. */
const order: readonly (readonly string[])[] = [
  ['bin'],
  ['cli'],
  ['commands'],
  ['snapshot', 'ct', 'migrate', 'doctor', 'images'],
  ['lint'],
  ['chart'],
  ['schema', 'values'],
  ['process'],
  ['errors', 'nearest'],
];
const level = (name: string): number => order.findIndex((names) => names.includes(name));
const tools = new URL('../../tools/', import.meta.url);

/** The part of the program that a file of tools/ belongs to. */
function part(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.ts$/, '');
}

const test = suite('layers of the program');

for (const file of readdirSync(tools, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
  test(`${file} imports downwards`, () => {
    const text = readFileSync(new URL(file, tools), 'utf8');
    const imported = [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map((match) => part(posix.join(posix.dirname(file), match[1] ?? '')));
    assert.ok(level(part(file)) >= 0, `${part(file)} has no place in the order`);
    for (const name of imported.filter((other) => other !== part(file))) assert.ok(level(name) > level(part(file)), `${file} imports from ${name}`);
  });
}

test.run();
