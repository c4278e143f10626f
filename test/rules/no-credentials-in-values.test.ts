import * as assert from 'uvu/assert';
import rule from '../../tools/lint/rules/no-credentials-in-values.ts';
import { lintLayers } from '../support/lint.ts';
import { suite } from '../support/suite.ts';
import { testRule } from '../support/test-rule.ts';

const uuid = '12345678-abcd-1234-abcd-1234567890ab';
const remedy = 'put the keys into a Secret and name it in agent.credentials.existingSecret';

testRule(rule, [
  {
    title: 'finds a key in an old sidecar of the user',
    layers: ['controller:\n  extraContainers:\n    - name: sigsci-agent\n      env:\n        - name: SIGSCI_ACCESSKEYID\n          value: SETME\n'],
    found: [`values.yaml:6:18 controller.extraContainers[0].env[0].value holds a key in plain text; take it from a Secret by valueFrom.secretKeyRef, or ${remedy}`],
  },
  {
    title: 'finds what looks like a key under any name',
    layers: [`agent:\n  extraEnvs:\n    - {name: TOKEN, value: ${uuid}}\n`],
    found: [`values.yaml:3:28 agent.extraEnvs[0].value looks like a key in plain text; take it from a Secret by valueFrom.secretKeyRef, or ${remedy}`],
  },
  { title: 'accepts a reference and an ordinary value', layers: ['agent:\n  extraEnvs:\n    - {name: SITE_REGION, value: eu}\n    - name: TOKEN\n      valueFrom: {secretKeyRef: {name: a, key: b}}\n'] },
]);

const secrecy = suite('secrecy');

for (const [place, yaml] of [
  ['below credentials', `agent:\n  credentials:\n    secretAccessKey: [${uuid}]\n`],
  ['at an unknown key', `agent:\n  ${'accessKeyId'}: ${uuid}\n`],
  ['at a place for something else', `agent:\n  mode: ${uuid}\n`],
  ['in a variable', `agent:\n  extraEnvs:\n    - {name: MY_PASSWORD, value: {a: hunter2${uuid}}}\n`],
  ['in a broken text', `agent:\n  credentials:\n    secretAccessKey: "${uuid}\n`],
  ['behind a second colon', `agent:\n  credentials:\n    secretAccessKey: ${uuid}: x\n`],
]) {
  secrecy(`a secret ${place} is refused without being printed`, () => {
    const found = lintLayers([yaml ?? '']);
    assert.ok(found.some(({ severity }) => severity === 'error'));
    assert.not.match(JSON.stringify(found), uuid);
  });
}

secrecy.run();
