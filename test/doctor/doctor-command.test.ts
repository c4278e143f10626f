import * as assert from 'uvu/assert';
import { tool } from '../../ci/toolchain/tool.ts';
import { main } from '../../tools/cli/main.ts';
import type { Finding } from '../../tools/doctor/examine.ts';
import { fakeProgram } from '../support/fake-program.ts';
import { recordedContext } from '../support/recorded-context.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const doctor = suite('the doctor command');

/** Runs the command with a PATH of only these programs, given as scripts. */
function examine(programs: Readonly<Record<string, string>>, args: readonly string[] = []) {
  return inScratchFolder({}, async (folder) => {
    for (const [name, script] of Object.entries(programs)) await fakeProgram(folder, name, script);
    const context = recordedContext(folder, { PATH: folder, SIGSCI_HELM: '', SIGSCI_CT: '', SIGSCI_KUBECTL: '' });
    const code = await main(['doctor', ...args], context);
    return { code, folder, ...context.said };
  });
}

const supported = { helm: 'echo v4.1.4', ct: 'echo Version: v3.14.0', kubectl: 'echo v1.34.4', git: 'echo git version 2.39.5' };

doctor('is content when all four are supported', async () => {
  const { code, out, folder } = await examine(supported);
  assert.is(code, 0);
  assert.match(out, new RegExp(`^helm +4\\.1\\.4 +yes .*${folder}/helm$`, 'm'));
  assert.is(out.trim().split('\n').length, 5);
});

doctor('fails for one that is too old, and says what to do', async () => {
  const { code, out } = await examine({ ...supported, helm: 'echo v3.12.0' });
  assert.is(code, 1);
  assert.match(out, 'helm: 3.12.0 is not supported (>=3.17, or 4); install it (https://helm.sh');
});

doctor('fails for one that is missing', async () => {
  const { ct, ...others } = supported;
  const { code, out } = await examine(others);
  assert.is(code, 1);
  assert.match(out, /^ct: not found; install it .* SIGSCI_CT$/m);
});

doctor('fails for a program that cannot say its version, and still shows the others', async () => {
  const { code, out } = await examine({ ...supported, kubectl: 'exit 1' });
  assert.is(code, 1);
  assert.match(out, /^kubectl: .*\/kubectl does not say its version; /m);
  assert.match(out, /^git +2\.39\.5 +yes/m);
});

doctor('writes JSON that another program can read', async () => {
  const { code, out } = await examine({ helm: supported.helm }, ['--format', 'json']);
  const findings = JSON.parse(out) as Finding[];
  assert.is(code, 1);
  assert.equal(findings.map((finding) => [finding.tool, finding.version, finding.supported]), [
    ['helm', '4.1.4', true],
    ['ct', null, false],
    ['kubectl', null, false],
    ['git', null, false],
  ]);
});

doctor('refuses a format that it does not know', async () => {
  const { code, err } = await examine(supported, ['--format', 'yaml']);
  assert.is(code, 2);
  assert.match(err, '--format yaml is unknown; it is table or json');
});

doctor('finds the versions of the real programs', async () => {
  const programs = { SIGSCI_HELM: await tool('helm3'), SIGSCI_CT: await tool('ct'), SIGSCI_KUBECTL: await tool('kubectl') };
  const context = recordedContext(process.cwd(), programs);
  assert.is(await main(['doctor'], context), 0, context.said.out);
});

doctor.run();
