import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { chartFolder, helms, refusal, template } from '../support/helm.ts';
import { suite } from '../support/suite.ts';

const fixtures = join(chartFolder, '../test/fixtures/refusals');
const rules = readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const files = readdirSync(join(chartFolder, 'templates')).filter((name) => name.startsWith('_validate'));
const named = (file: string): string[] =>
  [...readFileSync(join(chartFolder, 'templates', file), 'utf8').matchAll(/define "sigsci-ingress\.validate\.([\w-]+)"/g)].map((match) => match[1] ?? '');

const test = suite('refusals of values that cannot work together');

test('every rule has fixtures, and every folder of fixtures a rule', () => {
  assert.equal(rules, files.filter((file) => file !== '_validate_cluster.tpl').flatMap(named).sort());
});

test('every rule is called', () => {
  const caller = readFileSync(join(chartFolder, 'templates/validate.yaml'), 'utf8');
  const called = [...caller.matchAll(/^ {2}"([\w-]+)"/gm)].map((match) => match[1]);
  assert.equal(called, files.flatMap(named).sort());
});

for (const rule of rules) {
  const files = readdirSync(join(fixtures, rule));

  test(`${rule} has a refused and an accepted file, and no other`, () => {
    assert.is(files.some((file) => file.startsWith('refused-')), true);
    assert.is(files.some((file) => file.startsWith('accepted-')), true);
    assert.equal(files.filter((file) => !/^(refused|accepted)-[a-z0-9-]+\.yaml$/.test(file)), []);
  });

  for (const file of files.filter((name) => name.startsWith('refused-'))) {
    test(`${rule} refuses ${file}, and no other rule does`, async () => {
      const said = await refusal({}, { files: [join(fixtures, rule, file)] });
      const lines = said.split('\n').filter((line) => line.startsWith('ERROR ['));
      assert.is.not(lines.length, 0, said);
      for (const line of lines) assert.match(line, new RegExp(`^ERROR \\[${rule}\\]: [a-z][\\w.\\[\\]-]* .+; .+$`, 'i'));
    });
  }

  for (const file of files.filter((name) => name.startsWith('accepted-'))) {
    test(`${rule} accepts ${file}`, async () => {
      assert.is.not((await template({}, { files: [join(fixtures, rule, file)] })).length, 0);
    });
  }
}

for (const helm of helms) {
  test(`${helm} names every refusal at once`, async () => {
    const said = await refusal({ agent: { mode: 'external', credentials: { create: true } }, controller: { config: { 'http-snippet': 'sigsci_agent_host x;' } } }, { helm });
    for (const rule of ['agent-credentials-complete', 'agent-external-address', 'no-waf-wiring-in-snippet']) assert.match(said, `ERROR [${rule}]`);
  });
}

test('helm lint, where refusals say nothing, renders past every one of them', async () => {
  const program = await tool('helm4');
  for (const rule of rules) {
    for (const file of readdirSync(join(fixtures, rule)).filter((name) => name.startsWith('refused-'))) {
      const { code, stdout } = await attempt([program, 'lint', chartFolder, '-f', join(fixtures, rule, file)]);
      assert.is(code, 0, `${rule}/${file}: ${stdout}`);
    }
  }
});

test('warnings refuse only when they are asked to', async () => {
  const unwise = { agent: { mode: 'none' } };
  assert.is.not((await template(unwise)).length, 0);
  assert.match(await refusal({ ...unwise, validation: { warningsAsErrors: true } }), 'ERROR [warnings-as-errors]: validation.warningsAsErrors');
  assert.is.not((await template({ validation: { warningsAsErrors: true } })).length, 0);
});

test.run();
