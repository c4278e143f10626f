import * as assert from 'uvu/assert';
import { runFile } from '../../ci/test/suite-file.ts';
import { moduleLibrary } from '../doubles/module/build.ts';
import { suite } from '../support/suite.ts';

/** Every test file that sends data through the module. */
const files = [
  ...['verdicts', 'fail-open', 'service', 'waiting', 'http2', 'once', 'body', 'headers', 'report', 'early-response', 'anomaly-time'],
  ...['websocket', 'websocket-messages', 'websocket-faults', 'websocket-storm', 'shutdown', 'storm', 'differential'],
];
const sanitized = suite('with AddressSanitizer, LeakSanitizer and UBSan inside nginx');

sanitized('the module builds with them', async () => {
  assert.match(await moduleLibrary('sanitized'), 'ngx_http_sigsci_module.so');
  process.env['SIGSCI_MODULE_VARIANT'] = 'sanitized';
});

for (const name of files) {
  sanitized(`${name}.test.ts passes without a leak, a read or write out of bounds, or undefined behaviour`, async () => {
    const result = await runFile(`test/module-double/${name}.test.ts`, new AbortController().signal, 5);
    assert.is(result.failed, 0, result.output);
    assert.ok(result.passed > 0);
  });
}

sanitized.run();
