/**
 * existing-client.ts ARCHIVE: uses the cluster of KUBECONFIG through the backend for existing clusters, as a program of
 * its own where its API server is reachable, and prints what it saw as one line of JSON. SIGSCI_LOAD_IMAGES as in npm test.
 */
import { openExisting } from '../../../ci/lab/existing/existing.ts';
import { stepsTo } from '../../../ci/lab/steps.ts';
import { controllerAddress } from '../../../ci/scenario/release.ts';
import { program } from '../../../ci/program.ts';
import { ExitCode } from '../../../tools/errors.ts';

await program('existing-client', async ([archive = '']) => {
  const cluster = await openExisting('client', process.env['SIGSCI_LOAD_IMAGES'], stepsTo(process.stderr));
  try {
    await cluster.loadImages([archive, archive]);
    const said = async (url: string): Promise<string> => (await cluster.requestFromInside({ url })).body;
    const address = (name: string): Promise<string> => controllerAddress(cluster, { name, namespace: 'default' });
    const words = async (...command: string[]): Promise<string> => (await cluster.exec(command)).stdout;
    const seen = {
      helm: await words('helm', 'version', '--template', '{{.Version}}'),
      addresses: { pending: await address('pending'), nodePort: await address('node-port'), balanced: await address('balanced') },
      answers: await Promise.all(['pending', 'node-port', 'balanced'].map(async (name) => said(`http://${await address(name)}/`))),
      byName: await said('http://balanced-controller.default.svc.cluster.local/'),
      refused: await said('http://192.0.2.10:81/').catch((error: Error) => error.message),
      pods: await words('kubectl', 'get', 'pods', '--namespace', 'sigsci-e2e-client', '--output', 'jsonpath={.items[*].status.phase}'),
    };
    process.stdout.write(`${JSON.stringify(seen)}\n`);
    return ExitCode.clean;
  } finally {
    await cluster.down();
  }
});
