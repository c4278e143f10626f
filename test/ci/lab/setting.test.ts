import * as assert from 'uvu/assert';
import { environmentOf, settingOf } from '../../../ci/lab/setting.ts';
import { UserError } from '../../../tools/errors.ts';
import { suite } from '../../support/suite.ts';

const setting = suite('the setting of the end-to-end tests');
const keys = { SIGSCI_ACCESSKEYID: 'an-id', SIGSCI_SECRETACCESSKEY: 'a-secret' };

setting('is the bare lab with the doubles when no variable is set', () => {
  assert.equal(settingOf({}), { backend: 'bare', images: 'doubles', long: false });
});

setting('reaches each test file as it was given', () => {
  const given = { backend: 'existing', images: 'vendor', loadImages: 'kind load image-archive {}', long: true } as const;
  assert.equal(settingOf({ ...keys, ...environmentOf(given) }), given);
  assert.equal(settingOf(environmentOf(settingOf({}))), settingOf({}));
});

for (const [env, message] of [
  [{ SIGSCI_BACKEND: 'kind' }, 'SIGSCI_BACKEND is "kind"; expected: bare or existing'],
  [{ SIGSCI_IMAGES: 'mine' }, 'SIGSCI_IMAGES is "mine"; expected: doubles or vendor'],
  [{ SIGSCI_LONG: 'yes' }, 'SIGSCI_LONG is "yes"; expected: 0 or 1'],
  [{ SIGSCI_IMAGES: 'vendor', ...keys }, '--images vendor needs --backend existing: the bare lab reaches no registry'],
  [{ SIGSCI_LOAD_IMAGES: 'load {}' }, '--load-images needs --backend existing: the bare lab loads images by itself'],
  [{ SIGSCI_BACKEND: 'existing', SIGSCI_LOAD_IMAGES: 'load' }, '--load-images "load" has no {}, which stands for the path of an image archive'],
  [{ SIGSCI_BACKEND: 'existing', SIGSCI_IMAGES: 'vendor', SIGSCI_ACCESSKEYID: 'an-id' }, '--images vendor needs the keys of an agent in SIGSCI_ACCESSKEYID and SIGSCI_SECRETACCESSKEY; not set: SIGSCI_SECRETACCESSKEY'],
] as const) {
  setting(`refuses ${Object.keys(env).join(' with ')}: ${message}`, () => {
    assert.throws(() => settingOf(env), (error: Error) => error instanceof UserError && error.message === message);
  });
}

setting('takes the nearest neighbours of what it refuses', () => {
  for (const env of [{ SIGSCI_BACKEND: 'existing' }, { SIGSCI_IMAGES: 'doubles' }, { SIGSCI_LONG: '0' }, { SIGSCI_BACKEND: 'existing', SIGSCI_LOAD_IMAGES: 'load {}' }, { SIGSCI_BACKEND: 'existing', SIGSCI_IMAGES: 'vendor', ...keys }]) {
    assert.not.throws(() => settingOf(env));
  }
});

setting.run();
