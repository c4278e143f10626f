import { doubleImages } from '../../test/doubles/images.ts';
import { stepsTo } from '../lab/steps.ts';
import { preCommit } from '../toolchain/pre-commit.ts';
import { tool } from '../toolchain/tool.ts';

/**
 * Fetches and builds what test files share before any of them starts, one thing after the other:
 * started side by side they would wait for each other's apt and compile the same thing twice.
 */
export async function prepare(signal: AbortSignal): Promise<void> {
  const steps = stepsTo(process.stderr, signal);
  for (const name of ['helm4', 'helm3', 'ct'] as const) await steps(name, () => tool(name));
  await steps('pre-commit', preCommit);
  if (process.getuid?.() === 0) await steps('images of the doubles', doubleImages);
}
