import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { UserError } from '../../tools/errors.ts';
import { concealer } from '../../tools/ct/conceal.ts';
import { caseConfig, joinArguments, readConfig } from '../../tools/ct/config.ts';
import { openLog } from '../../tools/ct/log.ts';
import { stageCase } from '../../tools/ct/stage.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const staging = suite('staging a case');

staging('copies the chart with that one case alone', () =>
  inScratchFolder(
    { 'it/Chart.yaml': 'name: painting\n', 'it/ci/a-values.yaml': 'a', 'it/ci/b-values.yaml': 'b', 'it/charts/brush/ci/x.yaml': '', 'it/node_modules/x': '' },
    async (folder) => {
      const copy = await stageCase(join(folder, 'it'), { name: 'b', file: join(folder, 'it/ci/b-values.yaml') }, join(folder, 'stage'));
      assert.is(copy, join(folder, 'stage/b/painting'));
      const files = await readdir(copy, { recursive: true, withFileTypes: true });
      const names = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(copy.length + 1));
      assert.equal(names.sort(), ['Chart.yaml', 'charts/brush/ci/x.yaml', 'ci/b-values.yaml']);
    },
  ));

staging.run();

const config = suite("ct's settings");

config('are read from the usual place, and what would hide a failure is overruled', () =>
  inScratchFolder({ 'ci/ct.yaml': 'validate-yaml: true\nskip-clean-up: false\nupgrade: true\ncharts: [other]\n' }, async (folder) => {
    const whole = caseConfig(readConfig(undefined, folder), '/copy', { namespace: 'one' });
    assert.is(whole['validate-yaml'], true);
    assert.is(whole['skip-clean-up'], true);
    assert.is(whole['upgrade'], false);
    assert.equal(whole['charts'], ['/copy']);
    assert.is(whole['namespace'], 'one');
  }));

config('need neither Python nor the network without a file', () =>
  inScratchFolder({}, async (folder) => {
    const whole = caseConfig(readConfig(undefined, folder), '/copy', {});
    for (const key of ['validate-yaml', 'validate-chart-schema', 'validate-maintainers', 'check-version-increment']) assert.is(whole[key], false);
  }));

config('are refused with one line when the file is missing or no map', () =>
  inScratchFolder({ 'list.yaml': '- a\n', 'bad.yaml': 'a: [\n' }, async (folder) => {
    for (const [file, words] of [['gone.yaml', 'no such file: gone.yaml'], ['list.yaml', 'list.yaml is no map'], ['bad.yaml', 'bad.yaml cannot be read']] as const) {
      assert.throws(() => readConfig(file, folder), (error: Error) => error instanceof UserError && error.message.includes(words) && !error.message.includes('\n'));
    }
  }));

config('cannot carry an argument with a blank, which ct would split', () => {
  assert.is(joinArguments(['--set=a=b', '--set=c=d']), '--set=a=b --set=c=d');
  assert.throws(() => joinArguments(['--set=a=hidden text']), (error: Error) => error instanceof UserError && !error.message.includes('hidden'));
});

config.run();

const log = suite('the log of a case');

log('conceals a secret that comes in two pieces, and keeps what is too short to be one', () =>
  inScratchFolder({}, async (folder) => {
    const { path, write, close } = openLog(folder, 'case', concealer(['unspoken-word', 'on']));
    write('the key is unspo');
    write('ken-word, on and on\nlast');
    close();
    assert.is(await readFile(path, 'utf8'), 'the key is <concealed>, on and on\nlast\n');
  }));

log.run();
