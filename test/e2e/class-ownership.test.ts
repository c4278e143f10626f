/** Refusals that only an API server's answer can bring: an IngressClass that another release owns. */
import * as assert from 'uvu/assert';
import { apply, inLab } from '../../ci/scenario/cluster.ts';
import { testLab } from '../support/lab.ts';
import { suite } from '../support/suite.ts';

const { lab } = await testLab();
const className = 'class-ownership';
const alias = 'class-ownership-alias';
const ownClass = `controller.ingressClassResource.name=${className}`;
const test = suite('an IngressClass of another release');

async function applyClass(name: string, annotations: Record<string, string>): Promise<void> {
  const metadata = { name, annotations, labels: { 'app.kubernetes.io/managed-by': 'Helm' } };
  await apply(lab, JSON.stringify({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata, spec: { controller: 'example.com/other' } }));
}

/** What Helm says to an install that reads the cluster and changes nothing. */
async function install(helm: 'helm3' | 'helm4', release: string, sets: string): Promise<{ code: number; said: string }> {
  const command = ['helm', 'install', release, './chart', '-n', 'default', '--dry-run=server', '--set', sets];
  const { code, stdout, stderr } = await lab.exec(command, { tools: [helm, 'kubectl'] });
  return { code, said: stdout + stderr };
}

test.before(() => applyClass(className, { 'meta.helm.sh/release-name': 'owner', 'meta.helm.sh/release-namespace': 'default' }));
test.before(() => applyClass(alias, { 'meta.helm.sh/release-name': 'owner', 'meta.helm.sh/release-namespace': 'elsewhere' }));

test.after(async () => {
  await inLab(lab, ['kubectl', 'delete', 'ingressclass', className, alias, '--ignore-not-found']);
});

for (const helm of ['helm3', 'helm4'] as const) {
  test(`${helm} is refused, with the owner and the two ways out`, async () => {
    const { code, said } = await install(helm, 'second', ownClass);
    assert.is(code, 1);
    assert.match(said, `ERROR [class-owned-by-another-release]: controller.ingressClassResource.name ${className} belongs to release owner in namespace default; take another name`);
    assert.match(said, 'controller.ingressClassResource.enabled to false');
  });

  test(`${helm} is refused an alias too, also of a release of the same name elsewhere`, async () => {
    const { said } = await install(helm, 'owner', `controller.ingressClassResource.name=free,controller.ingressClassResource.aliases={${alias}}`);
    assert.match(said, `controller.ingressClassResource.aliases[0] ${alias} belongs to release owner in namespace elsewhere; remove the alias`);
  });

  test(`${helm} goes both ways out, and the owner itself keeps its class`, async () => {
    const ways = [['second', 'controller.ingressClassResource.name=free'], ['second', `${ownClass},controller.ingressClassResource.enabled=false`], ['owner', ownClass]] as const;
    for (const [release, sets] of ways) {
      const { code, said } = await install(helm, release, sets);
      assert.is(code, 0, said);
    }
  });
}

test.run();
