/** From the chart of the commit before to this one, back, and away, by each way that Helm treats the values of the release. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { drift } from '../../ci/release-runner/drift.ts';
import { createNeededSecrets } from '../../ci/release-runner/needed-secrets.ts';
import { leftBehind, namesOfRelease } from '../../ci/release-runner/objects.ts';
import { previousChart } from '../../ci/release-runner/previous-chart.ts';
import { releaseRunner } from '../../ci/release-runner/release-runner.ts';
import type { ReleaseRunner } from '../../ci/release-runner/release-runner.ts';
import { ownClass, smallRequests } from '../../ci/scenario/beside-others.ts';
import { createNamespace, deleteNamespace, inLab } from '../../ci/scenario/cluster.ts';
import { findCases } from '../../tools/chart/cases.ts';
import { testLab } from '../support/lab.ts';
import { long } from '../support/long.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';

const folder = await mkdtemp(join(tmpdir(), 'sigsci-upgrades-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const before = await previousChart(folder);
if (before === undefined) {
  skip('upgrades: this clone has no commit before the one that changed the chart');
  process.exit(0);
}
const { lab, installArguments } = await testLab();

/** What Helm takes for the values of an upgrade, and whether the case's own are given again. */
const ways = {
  'values given again': { words: [], again: true },
  '--reuse-values': { words: ['--reuse-values'], again: false },
  '--reset-then-reuse-values': { words: ['--reset-then-reuse-values'], again: false },
} as const;

const five: readonly (readonly [string, keyof typeof ways])[] = [
  ['default', '--reuse-values'],
  ['service-mode', '--reset-then-reuse-values'],
  ['nginx-settings', 'values given again'],
  ['autoscaling', '--reset-then-reuse-values'],
  ['stream-services', '--reuse-values'],
];

/** In the long form every other case too. */
const others = (await findCases('chart')).map(({ name }) => name).filter((name) => !five.some(([one]) => one === name));
const journeys = long ? [...five, ...others.map((name) => [name, 'values given again'] as const)] : five;

/** What Helm knows nothing of: the lease that the running controller writes, which the peer leaves too. */
const notHelms = /^lease\.coordination\.k8s\.io\//;

for (const helm of long ? (['helm4', 'helm3'] as const) : (['helm4'] as const)) {
  const upgrades = suite(`upgrades from the chart before, with ${helm}`);
  for (const [one, way] of journeys) upgrades(`${one}, ${way}`, () => journey(helm, one, way));
  upgrades.run();
}

async function journey(helm: 'helm3' | 'helm4', one: string, way: keyof typeof ways): Promise<void> {
  const name = `up-${one}`;
  const namespace = `upgrades-${one}`;
  const base = [...installArguments, '--set', `${ownClass(namespace)},${smallRequests}`];
  const values = ['--values', `chart/ci/${one}-values.yaml`, ...base];
  const { words, again } = ways[way];
  const subject = { helm, name, namespace };
  // A case of what the chart before had not: it begins with the defaults there, and the upgrade brings its values.
  const known = await rendersBefore(helm, name, values);
  if (!known) process.stdout.write(`${one}: the chart before does not know all of its values\n`);
  const old = releaseRunner(lab, { ...subject, chart: before ?? '', values: known ? values : base });
  const now = releaseRunner(lab, { ...subject, chart: 'chart', values: again || !known ? values : [] });
  const manifest = (): Promise<string> => inLab(lab, ['helm', 'get', 'manifest', name, '--namespace', namespace], { tools: [helm, 'kubectl'] });

  await deleteNamespace(lab, namespace);
  await createNamespace(lab, namespace);
  const rendered = await inLab(lab, ['helm', 'template', name, 'chart', '--namespace', namespace, ...values], { tools: [helm, 'kubectl'] });
  await createNeededSecrets(lab, namespace, rendered);
  const untouched = await namesOfRelease(lab, { name, namespace });

  try {
    await old.install();
    await upgradeFrom(now, words);
    assert.equal(await drift(lab, await manifest(), namespace), [], 'after the upgrade');
    await now.rollback(1);
    assert.equal(await drift(lab, await manifest(), namespace), [], 'after the rollback');
  } catch (error) {
    await now.uninstall().catch(() => undefined);
    throw error;
  }
  await now.uninstall();
  assert.equal(await leftBehind(() => namesOfRelease(lab, { name, namespace }), untouched, notHelms), []);
  await deleteNamespace(lab, namespace, false);
}

async function rendersBefore(helm: 'helm3' | 'helm4', name: string, values: readonly string[]): Promise<boolean> {
  const { code } = await lab.exec(['helm', 'template', name, before ?? '', ...values], { tools: [helm, 'kubectl'] });
  return code === 0;
}

/**
 * With --reuse-values the defaults of the old chart count. Where this one has a map that the old had not, the schema
 * refuses that before anything is changed, and --reset-then-reuse-values is the way.
 */
async function upgradeFrom(now: ReleaseRunner, words: readonly string[]): Promise<void> {
  try {
    await now.upgrade(words);
  } catch (error) {
    if (!words.includes('--reuse-values')) throw error;
    assert.match(String(error), /missing propert(y|ies) '/);
    await now.upgrade(['--reset-then-reuse-values']);
  }
}
