/** The controller double's own Go tests, each counted as one, and what gofmt and go vet say. */
import * as assert from 'uvu/assert';
import { ensurePackages } from '../../ci/toolchain/debian.ts';
import { attempt } from '../../ci/toolchain/run.ts';
import { goOptions, nginxPackages } from '../doubles/controller/build.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';

interface Verdict {
  readonly name: string;
  readonly action: 'pass' | 'fail' | 'skip';
  readonly output: string;
}

/** Source: https://pkg.go.dev/cmd/test2json. */
interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly ImportPath?: string;
  readonly Test?: string;
  readonly Output?: string;
}

const go = suite('Go sources of the controller double');

/** Reads `go test -json`: a verdict for each test, and for a package that failed before any of them ran. */
function verdicts(text: string): Verdict[] {
  const events: GoEvent[] = text.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const ended = events.filter((event) => ['pass', 'fail', 'skip'].includes(event.Action));
  const ran = new Set(ended.filter(({ Test }) => Test).map(({ Package }) => Package));
  return ended
    .filter(({ Test, Package, Action }) => Test ?? (Action === 'fail' && !ran.has(Package)))
    .map(({ Test, Package, ImportPath, Action }) => ({ name: Test ?? Package ?? ImportPath ?? '', action: Action as Verdict['action'], output: outputOf(events, Test) }));
}

function outputOf(events: readonly GoEvent[], test: string | undefined): string {
  return events.filter((event) => event.Test === test).map((event) => event.Output ?? '').join('');
}

/** The failing line of a Go test stands in its output among the controller's own log. */
function judge({ name, action, output }: Verdict): void {
  go(name, () => {
    if (action === 'skip') return skip(`${name}: ${/\.go:\d+: (.*)/.exec(output)?.[1] ?? 'no reason given'}`);
    assert.is(action, 'pass', output.split('\n').filter((line) => !/^[IWE]\d{4} /.test(line)).join('\n'));
  });
}

const { code } = await attempt(['go', 'version']).catch(() => ({ code: 1 }));
if (code === 0) {
  if (process.getuid?.() === 0) await ensurePackages(nginxPackages);
  const found = verdicts((await attempt(['go', 'test', '-json', './...'], goOptions)).stdout);
  go('has tests', () => assert.ok(found.length > 20, `${found.length} Go tests ran`));
  found.forEach(judge);
  go('are formatted by gofmt', async () => assert.is((await attempt(['gofmt', '-l', '.'], goOptions)).stdout, ''));
  go('pass go vet', async () => {
    const { code: verdict, stderr } = await attempt(['go', 'vet', './...'], goOptions);
    assert.is(verdict, 0, stderr);
  });
} else {
  go('are tested', () => skip('the Go tests of the controller double: no Go here'));
}

go.run();
