/** The package as a subchart under an alias, with each Helm; with Helm 4 its objects also live in another namespace than the release. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { packageChart } from '../../../ci/release-runner/package-chart.ts';
import { createAgentKeys, createNamespace, deleteNamespace, getJson, inLab } from '../../../ci/scenario/cluster.ts';
import { testLab } from '../../support/lab.ts';
import { isReady } from '../../support/pod.ts';
import type { Pod } from '../../support/pod.ts';
import { writeFiles } from '../../support/scratch-folder.ts';
import { suite } from '../../support/suite.ts';

const { lab, installArguments } = await testLab();
/** The same under the alias; what is global stays where it is. */
const values = installArguments.map((word) => word.replace(/^controller\./, 'edge.controller.'));
const { version } = parse(await readFile('chart/Chart.yaml', 'utf8')) as { version: string };

/** The umbrella's folder, with the packaged chart in it under the alias `edge`. */
async function umbrellaIn(folder: string, namespaceOverride: string): Promise<string> {
  const dependency = { name: 'sigsci-ingress', version, alias: 'edge', condition: 'edge.enabled' };
  const edge = { enabled: true, namespaceOverride, agent: { site: 'my-site' } };
  await writeFiles(folder, {
    'umbrella/Chart.yaml': JSON.stringify({ apiVersion: 'v2', name: 'umbrella', version: '1.0.0', dependencies: [dependency] }),
    'umbrella/values.yaml': JSON.stringify({ edge }),
    'umbrella/charts/.keep': '',
  });
  await packageChart('chart', join(folder, 'umbrella/charts'));
  return join(folder, 'umbrella');
}

const places = [
  { helm: 'helm3', releaseIn: 'umbrella-helm3', objectsIn: 'umbrella-helm3' },
  { helm: 'helm4', releaseIn: 'umbrella-helm4', objectsIn: 'umbrella-elsewhere' },
] as const;

for (const { helm, releaseIn, objectsIn } of places) {
  const install = suite(`as subchart with ${helm}`);
  const namespaces = [...new Set([releaseIn, objectsIn])];
  const tools = [helm, 'kubectl'] as const;
  let folder = '';

  install.before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sigsci-umbrella-'));
    for (const namespace of namespaces) {
      await deleteNamespace(lab, namespace);
      await createNamespace(lab, namespace);
    }
    await createAgentKeys(lab, objectsIn, 'sigsci.my-site');
  });

  install.after(async () => {
    await lab.exec(['helm', 'uninstall', 'city', '-n', releaseIn], { tools });
    for (const namespace of namespaces) await deleteNamespace(lab, namespace, false);
    await rm(folder, { recursive: true });
  });

  install('becomes Ready where its objects belong', async () => {
    const chart = await umbrellaIn(folder, objectsIn === releaseIn ? '' : objectsIn);
    await inLab(lab, ['helm', 'install', 'city', chart, '-n', releaseIn, ...values, '--wait', '--timeout', '4m'], { tools });
    const selector = 'app.kubernetes.io/name=edge,app.kubernetes.io/component=controller';
    const pods = await getJson<{ items: Pod[] }>(lab, ['pods', '-n', objectsIn, '-l', selector]);
    assert.is(pods.items.filter(isReady).length, 2);
  });

  install('passes helm test: a request through it was inspected', async () => {
    const output = await inLab(lab, ['helm', 'test', 'city', '-n', releaseIn, '--timeout', '2m'], { tools });
    assert.match(output, 'Succeeded');
  });

  install.run();
}
