import * as assert from 'uvu/assert';
import { checks } from '../../../ci/generate/checks.ts';
import { suite } from '../../support/suite.ts';

const project = suite('npm run check');

for (const check of checks) {
  project(check.name, async () => {
    assert.equal(await check.find(process.cwd()), []);
  });
}

project.run();
