/** Whatever shape a secret has and wherever it stands, no command says it. */
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { tool } from '../../ci/toolchain/tool.ts';
import { main } from '../../tools/cli/main.ts';
import { isSecretName } from '../../tools/values/secret-name.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { runCli } from '../support/run-cli.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const test = suite('secrets');

/** Flow style, below the key of each place. */
const shapes = [
  'hunter2',
  'PASS=hunter2',
  '["hunter2"]',
  '["PASS=hunter2"]',
  '["SIGSCI_SECRETACCESSKEY=hunter2"]',
  '[{name: DB_PASS, value: [hunter2]}]',
  '[{name: "SIGSCI_X=hunter2", value: 1}]',
  '[{name: SIGSCI_X, value: x, valueFrom: hunter2}]',
  '[{name: X, valu: hunter2}]',
  '[{name: X, "Y=hunter2": }]',
  '{X: hunter2}',
  '{"X=hunter2": }',
  '{X: [hunter2]}',
  '{secretAccessKey: [hunter2], accessKeyId: {a: hunter2}}',
];
const places = [['agent', 'extraEnvs'], ['agent', 'config'], ['agent', 'credentials'], ['controller', 'extraEnvs'], ['extraObjects']];

for (const place of places) {
  test(`lint shows none at ${place.join('.')}`, async () => {
    for (const shape of shapes) {
      const text = `${place.map((key) => `{${key}: `).join('')}${shape}${'}'.repeat(place.length)}\n`;
      for (const format of ['stylish', 'json']) {
        const { code, out, err } = await runCli(['lint', 'v.yaml', '--format', format], { 'v.yaml': text });
        assert.is.not(code, 2, `${text}${err}`);
        assert.not.match(out + err, 'hunter2', text);
      }
    }
  });
}

for (const text of ['agent: "secretaccesskey=hunter2"', 'agent: {extraEnvs: [{name: DB_PASS, value: 4711}]}', 'agent: {extraEnvs: [{name: X, value: 0004711}]}', 'a: {"K=hunter2": 1, "K=hunter2": 2}']) {
  test(`lint shows no value of ${text}`, async () => {
    const { out } = await runCli(['lint', 'v.yaml'], { 'v.yaml': text });
    assert.not.match(out, /hunter2|4711/);
  });
}

test('what is no secret is shown', async () => {
  assert.match((await runCli(['lint', 'v.yaml'], { 'v.yaml': 'agent: {mode: hunter2}' })).out, 'agent.mode is "hunter2"');
});

for (const [name, is] of [['DB_PASS', true], ['dbPw', true], ['PWD', true], ['BASIC_AUTH', true], ['apiToken', true], ['SIGSCI_ACCESSKEYID', true], ['SIGSCI_MAX_PROCS', false], ['LD_PRELOAD', false], ['passive', false]] as const) {
  test(`${name} is ${is ? 'the' : 'no'} name of a secret`, () => {
    assert.is(isSecretName(name), is);
  });
}

test('ct lint keeps the secrets of --set out of its log and its report', () =>
  inScratchFolder({ 'cases/.keep': '' }, async (folder) => {
    const context = recordedContext(folder, { SIGSCI_CT: await tool('ct'), SIGSCI_HELM: await tool('helm4') });
    const secret = 'agent.credentials.create=true,agent.credentials.accessKeyId=hunter2-id,agent.credentials.secretAccessKey=hunter2-key,agent.mode=nowhere';
    assert.is(await main(['ct', 'lint', '--chart', resolve('chart'), '--filter', 'default', '--out', 'logs', '--set', secret, '--set', 'agent.extraEnvs[0].value=hunter2\\,3'], context), 1);
    const logs = await Promise.all((await readdir(join(folder, 'logs'))).map((name) => readFile(join(folder, 'logs', name), 'utf8')));
    assert.match(logs.join(''), '<concealed>');
    assert.not.match(logs.join('') + context.said.out + context.said.err, 'hunter2');
  }));

for (const action of ['lint', 'install']) {
  test(`ct ${action} refuses an argument without a word of it`, async () => {
    const { code, out, err } = await runCli(['ct', action, '--chart', resolve('chart'), '--set', 'agent.credentials.secretAccessKey=abc,hunter2', '--ct', await tool('ct'), '--helm', await tool('helm4')]);
    assert.equal({ code, out }, { code: 2, out: '' });
    assert.not.match(err, 'hunter2');
  });
}

test.run();
