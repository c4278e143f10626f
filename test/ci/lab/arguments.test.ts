import * as assert from 'uvu/assert';
import { readArguments } from '../../../ci/lab/arguments.ts';
import { placeOf } from '../../../ci/lab/bare/place.ts';
import { suite } from '../../support/suite.ts';

const read = suite('readArguments');

read('takes the lab and its network from options before the command', () => {
  const { name, namespace, words } = readArguments(['exec', '--name', 'dev', '--namespace=net', 'kubectl', 'get', '--name', 'x']);
  assert.equal({ name, namespace, words }, { name: 'dev', namespace: 'net', words: ['kubectl', 'get', '--name', 'x'] });
});

read('hands on what follows two dashes as it is', () => {
  assert.equal(readArguments(['exec', '--', '--odd', '--']).words, ['--odd', '--']);
});

read('names the default lab when none is given', () => {
  assert.equal(readArguments(['status']), { command: 'status', name: 'default', named: false, words: [] });
});

for (const [args, message] of [
  [[], /unknown command ""; usage: npm run lab:up/],
  [['fly'], /unknown command "fly"; usage/],
  [['exec'], /exec needs a command; usage/],
  [['up', 'now'], /unexpected "now"; usage/],
  [['up', '--nam', 'x'], /'--nam'; usage/],
  [['up', '--name'], /--name.*; usage/],
] as const) {
  read(`refuses "${args.join(' ')}" with the usage`, () => {
    assert.throws(() => readArguments(args), message);
  });
}

const place = suite('placeOf');

place('gives each name a folder, a control group and a network of its own', () => {
  assert.equal(placeOf('a-1'), { name: 'a-1', namespace: 'sigsci-lab-a-1', folder: '/var/lib/sigsci-lab/a-1', cgroup: 'sigsci-lab-a-1' });
});

for (const name of ['', '../up', 'A', 'a/b', '-a', 'a-', 'a.b', 'x'.repeat(31)]) {
  place(`refuses the name "${name}"`, () => {
    assert.throws(() => placeOf(name), /--name ".*": give at most 30 small letters/);
  });
}

place('accepts the longest name', () => {
  assert.is(placeOf('x'.repeat(30)).name.length, 30);
});

place('refuses a network namespace that is a path', () => {
  assert.throws(() => placeOf('a', '../b'), /--namespace "\.\.\/b"/);
});

read.run();
place.run();
