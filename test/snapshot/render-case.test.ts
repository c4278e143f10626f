import * as assert from 'uvu/assert';
import type { Rendered, Renderer } from '../../tools/process/helm.ts';
import { renderCase } from '../../tools/snapshot/render-case.ts';
import { suite } from '../support/suite.ts';

const rendering = suite('rendering a case');

const configMap = (name: string, data: string): string => `---\n# Source: any\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${data}\n`;

/** A helm that gives one answer after the other. */
function helmSaying(...answers: Rendered[]): Renderer {
  let next = 0;
  return { template: async () => answers[Math.min(next++, answers.length - 1)] ?? { error: 'no answer' } };
}

async function faults(...answers: Rendered[]): Promise<readonly string[]> {
  const rendered = await renderCase(helmSaying(...answers), '/chart', { name: 'any' });
  return 'faults' in rendered ? rendered.faults : [];
}

rendering('keys the objects by kind and name, in alphabetical order', async () => {
  const rendered = await renderCase(helmSaying({ manifest: configMap('b', 'x: "1"') + configMap('a', 'x: "1"') }), '/chart', { name: 'any' });
  assert.ok('snapshot' in rendered);
  assert.equal([...rendered.snapshot.keys()], ['ConfigMap/a', 'ConfigMap/b']);
});

rendering('reports an object that differs when rendered twice', async () => {
  assert.equal(await faults({ manifest: configMap('a', 'x: "1"') }, { manifest: configMap('a', 'x: "2"') }), [
    'ConfigMap/a is not the same when rendered twice: -  x: "1" +  x: "2"',
  ]);
});

rendering('takes two renders whose only difference is the order of keys as equal', async () => {
  assert.equal(await faults({ manifest: configMap('a', 'x: "1"\n  y: "1"') }, { manifest: configMap('a', 'y: "1"\n  x: "1"') }), []);
});

rendering('reports a key that stands twice in a map', async () => {
  const [fault = ''] = await faults({ manifest: configMap('a', 'x: "1"\n  x: "2"') });
  assert.match(fault, /Map keys must be unique/);
});

rendering('reports an object that is rendered more than once', async () => {
  assert.equal(await faults({ manifest: configMap('a', 'x: "1"').repeat(2) }), ['ConfigMap/a is rendered more than once']);
});

rendering("passes on helm's own error", async () => {
  assert.equal(await faults({ error: 'values do not meet the schema' }), ['values do not meet the schema']);
});

rendering.run();
