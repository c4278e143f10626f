import { fileDigest } from '../../images/file-digest.ts';
import { programFolder } from '../../toolchain/program-folder.ts';
import type { ToolName } from '../../toolchain/tool.ts';
import type { Backend } from '../backend.ts';
import { execute } from '../execute.ts';
import { insideImage } from '../inside/image.ts';
import { requesterOver } from '../requester.ts';
import type { Steps } from '../steps.ts';
import { imageLoader } from './image-loader.ts';
import { removeRequestPod, requestCommand, requireRequestPod } from './request-pod.ts';
import { requireCluster } from './require-cluster.ts';

/**
 * The cluster that KUBECONFIG or kubectl's default file names. `name` is that of the run: what the backend itself needs
 * lies in the namespace `sigsci-e2e-NAME`, made with the first request and all that `down` removes.
 * `loadCommand` puts an image archive, `{}`, into the cluster. Throws a UserError when no cluster answers.
 */
export async function openExisting(name: string, loadCommand: string | undefined, steps: Steps): Promise<Backend> {
  const namespace = `sigsci-e2e-${name}`;
  const exec: Backend['exec'] = async (command, options = {}) => execute(command, await environment(options.tools), options);
  const loadImages = imageLoader(loadCommand, steps);
  const requester = requesterOver(async () => {
    const { archive } = await insideImage();
    await loadImages([archive]);
    const pod = { namespace, name: `requests-${(await fileDigest(archive)).slice(0, 12)}` };
    await steps(`pod in namespace ${namespace}, to send requests from`, () => requireRequestPod(exec, pod));
    return { words: requestCommand(pod), env: await environment() };
  });
  await steps('an answer of the cluster', () => requireCluster(exec));
  const down = async (): Promise<void> => {
    requester.close();
    await steps(`removal of namespace ${namespace}`, () => removeRequestPod(exec, namespace));
  };
  return { exec, loadImages, requestFromInside: requester.send, down };
}

/** The user's own, with the pinned programs first on PATH. */
async function environment(tools: readonly ToolName[] = ['helm4', 'kubectl']): Promise<NodeJS.ProcessEnv> {
  return { ...process.env, PATH: `${await programFolder(tools)}:${process.env['PATH'] ?? ''}` };
}
