/**
 * npm run demo [-- --keep]: installs the chart on a Kubernetes of its own, lets a benign request pass and an attack be blocked.
 * Exit 0 only if both happened and the agent's record says so; 1 when not; 2 when the machine lacks something or an option is unknown.
 */
import { ExitCode } from '../../tools/errors.ts';
import { openLab } from '../lab/lab.ts';
import { stepsTo } from '../lab/steps.ts';
import { program } from '../program.ts';
import { readOptions } from './options.ts';
import { howToUse, table } from './report.ts';
import { play } from './scene.ts';

const labName = 'demo';

await program('demo', async (args, signal) => {
  const { keep } = readOptions(args);
  const lab = await openLab(labName, { signal });
  let kept = false;
  try {
    const { rows, release, address } = await play(lab, stepsTo(process.stderr, signal));
    const held = rows.every((row) => row.held);
    kept = keep && held;
    process.stdout.write(table(rows) + (kept ? howToUse(labName, release, address) : ''));
    return held ? ExitCode.clean : ExitCode.problems;
  } finally {
    if (!kept) await stepsTo(process.stderr)('clean up: nothing of the lab stays', () => lab.down());
  }
});
