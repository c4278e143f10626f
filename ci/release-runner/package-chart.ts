import { tool } from '../toolchain/tool.ts';
import { run } from '../toolchain/run.ts';

/** Packages a chart into `folder` as it would be published, and returns the package's path. */
export async function packageChart(chart: string, folder: string): Promise<string> {
  const output = await run([await tool('helm4'), 'package', chart, '--destination', folder]);
  const path = /saved it to: (.*\.tgz)/.exec(output)?.[1];
  if (path === undefined) throw new Error(`helm package does not say where the package is:\n${output}`);
  return path;
}
