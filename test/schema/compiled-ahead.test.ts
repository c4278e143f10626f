import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { createValidator } from '../../tools/schema/create-validator.ts';
import { lintSchema } from '../../tools/schema/lint-schema.gen.ts';
import { judge } from '../../tools/schema/lint-validator.gen.ts';
import { validator } from '../../tools/schema/validate.ts';
import { suite } from '../support/suite.ts';
import { overDefaults } from './judges.ts';

const folder = 'test/fixtures/schema/bad';
const files = await readdir(folder);
const [ahead, now] = [validator(lintSchema, judge), await createValidator(lintSchema)];

const compiled = suite('the validator compiled ahead');

for (const file of files) {
  compiled(`says of ${file} what one compiled now says`, async () => {
    const values = overDefaults(await readFile(join(folder, file), 'utf8'));
    assert.not.equal(ahead(values), []);
    assert.equal(ahead(values), now(values));
  });
}

compiled.run();
