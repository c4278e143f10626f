import { labName, testImages } from '../../test/support/lab.ts';
import { supply } from '../lab/bare/supply.ts';
import { openBackend } from '../lab/lab.ts';
import type { Setting } from '../lab/setting.ts';
import { stepsTo } from '../lab/steps.ts';
import type { Steps } from '../lab/steps.ts';
import { checkov } from '../toolchain/checkov.ts';
import { preCommit } from '../toolchain/pre-commit.ts';
import { tool } from '../toolchain/tool.ts';
import type { Options } from './options.ts';

/**
 * Fetches and builds what test files share before any of them starts, one thing after the other:
 * started side by side they would wait for each other's apt and compile the same thing twice.
 * An existing cluster gets the images here, so that a fault of it is told once and at once.
 */
export async function prepare({ setting }: Options, onCluster: boolean, signal: AbortSignal): Promise<void> {
  const steps = stepsTo(process.stderr, signal);
  for (const name of ['helm4', 'helm3', 'ct'] as const) await steps(name, () => tool(name));
  if (setting.backend === 'existing') return prepareCluster(setting, steps);
  if (!setting.long) {
    for (const name of ['promtool', 'kube-score'] as const) await steps(name, () => tool(name));
    await steps('checkov', checkov);
    await steps('pre-commit', preCommit);
  }
  if (process.getuid?.() !== 0) return;
  await steps('images', () => testImages(setting.images));
  if (onCluster) await supply(steps, signal);
}

async function prepareCluster(setting: Setting, steps: Steps): Promise<void> {
  const cluster = await openBackend(setting, labName);
  const images = await steps('images', () => testImages(setting.images));
  await cluster.loadImages(images.map(({ archive }) => archive));
}
