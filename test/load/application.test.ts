import type { IncomingMessage } from 'node:http';
import * as assert from 'uvu/assert';
import { describe, queryOf } from '../../ci/lab/inside/application/reached.ts';
import { suite } from '../support/suite.ts';

const application = suite('the example application');

const request = (url: string): IncomingMessage => ({ url, method: 'GET', headers: {} }) as unknown as IncomingMessage;

for (const target of ['/', '//', '///a/../b', '/%zz', '*', 'http://shop.example/']) {
  application(`reads the number of a request for ${target}`, () => {
    const { run, number } = describe(request(`${target}?run=r&number=7&q=a?b`));
    assert.equal([run, number], ['r', '7']);
  });
}

application('a request without a query has no number', () => {
  assert.is('number' in describe(request('//')), false);
  assert.is(queryOf(request('/?wait=20')).get('wait'), '20');
});

application.run();
