import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { UserError } from '../../tools/errors.ts';
import { findTool, requireTool, tools } from '../../tools/process/tools.ts';
import { readVersion } from '../../tools/process/version.ts';
import { fakeProgram } from '../support/fake-program.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const finding = suite('finding a tool');

finding('takes the first on PATH that may be run', () =>
  inScratchFolder({ 'first/helm': 'no program', 'second/other': '' }, async (folder) => {
    await fakeProgram(join(folder, 'second'), 'helm', '');
    const env = { PATH: `${folder}/first:${folder}/second` };
    assert.is(findTool('helm', env, '/'), join(folder, 'second/helm'));
  }));

finding('takes what its environment variable names before PATH', () =>
  inScratchFolder({}, async (folder) => {
    const named = await fakeProgram(folder, 'helm-4', '');
    await fakeProgram(folder, 'helm', '');
    assert.is(findTool('helm', { PATH: folder, SIGSCI_HELM: 'helm-4' }, folder), named);
  }));

finding('does not fall back to PATH when the named one is missing', () =>
  inScratchFolder({}, async (folder) => {
    await fakeProgram(folder, 'helm', '');
    assert.throws(() => requireTool('helm', { PATH: folder, SIGSCI_HELM: '/nowhere' }, folder), (error: Error) => {
      assert.instance(error, UserError);
      assert.match(error.message, 'helm not found at SIGSCI_HELM=/nowhere; install it (https://helm.sh');
      return true;
    });
  }));

finding('does not take a folder for a program', () =>
  inScratchFolder({ 'helm/README': '' }, async (folder) => assert.is(findTool('helm', { PATH: folder }, folder), undefined)));

finding.run();

const supporting = suite('supported versions');

const cases: [keyof typeof tools, string, boolean][] = [
  ['helm', 'v3.16.4', false],
  ['helm', 'v3.17.0', true],
  ['helm', 'v4.1.4+g123', true],
  ['helm', 'v5.0.0', false],
  ['ct', 'Version:\t v3.13.0', false],
  ['ct', 'Version:\t v3.14.0', true],
  ['ct', 'Version:\t v4.0.0', false],
  ['kubectl', 'Client Version: v1.28.9', false],
  ['kubectl', 'Client Version: v1.35.2', true],
  ['git', 'git version 2.16', false],
  ['git', 'git version 2.39.5 (Apple Git-154)', true],
];

for (const [name, text, supported] of cases) {
  supporting(`${text.replace(/\s+/g, ' ')} of ${name} is ${supported ? 'supported' : 'refused'}`, () => {
    const version = readVersion(text);
    assert.ok(version);
    assert.is(tools[name].supports(version), supported);
  });
}

supporting('a text without a number is no version', () => assert.is(readVersion('unknown'), undefined));

supporting.run();
