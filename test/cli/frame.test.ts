import * as assert from 'uvu/assert';
import { commands } from '../../tools/commands/index.ts';
import { runCli } from '../support/run-cli.ts';
import { suite } from '../support/suite.ts';

const test = suite('command line');

test('no command prints the help to standard error and fails', async () => {
  const { code, out, err } = await runCli([]);
  assert.is(code, 2);
  assert.is(out, '');
  assert.match(err, 'usage: sigsci-values COMMAND');
});

test('--help lists every command, on standard output', async () => {
  const { code, out } = await runCli(['--help']);
  assert.is(code, 0);
  for (const name of Object.keys(commands)) assert.match(out, new RegExp(`^  ${name} +\\S`, 'm'));
});

for (const name of Object.keys(commands)) {
  test(`${name} --help explains every option of the command`, async () => {
    const { code, out } = await runCli([name, '--help']);
    const command = (await commands[name]?.())?.default;
    assert.is(code, 0);
    assert.is(command?.name, name);
    for (const option of Object.keys(command?.options ?? {})) assert.match(out, new RegExp(`--${option}\\b.*  \\S`));
  });
}

for (const [args, message] of [
  [['lnit'], 'sigsci-values: unknown command "lnit"; did you mean "lint"?\n'],
  [['frobnicate'], 'sigsci-values: unknown command "frobnicate"; see sigsci-values --help\n'],
  [['--frobnicate'], 'sigsci-values: unknown option "--frobnicate"; see sigsci-values --help\n'],
  [['toString'], 'sigsci-values: unknown command "toString"; see sigsci-values --help\n'],
  [['lint', '--formt', 'json'], 'sigsci-values: lint: unknown option --formt; did you mean "--format"?\n'],
  [['lint', '-x'], 'sigsci-values: lint: unknown option -x; see sigsci-values lint --help\n'],
  [['lint', '--format'], "sigsci-values: lint: Option '--format <value>' argument missing; see sigsci-values lint --help\n"],
  [['lint', '--format', 'xml', 'a.yaml'], 'sigsci-values: --format xml: there are stylish and json\n'],
] as const) {
  test(`${args.join(' ')} is refused in one line`, async () => {
    assert.equal(await runCli(args), { code: 2, out: '', err: message });
  });
}

test('--version prints a version', async () => {
  const { code, out } = await runCli(['--version']);
  assert.is(code, 0);
  assert.match(out, /^\S+\n$/);
});

test.run();
