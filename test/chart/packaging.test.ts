import { cp, mkdir, readFile, readlink, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { attempt, run } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { chartFolder, helms, pick, refusal, template } from '../support/helm.ts';
import type { HelmName } from '../support/helm.ts';
import { controllerPod } from '../support/pod-spec.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';
import { withoutCertificate } from '../support/without-certificate.ts';

const test = suite('the chart as a package');

const helmIn = async (helm: HelmName, ...args: string[]): Promise<string> => run([await tool(helm), ...args]);

/** An umbrella chart that depends on this one under another name. */
async function umbrella(folder: string, alias: string): Promise<string> {
  const chart = join(folder, 'umbrella');
  const { version } = parse(await readFile(join(chartFolder, 'Chart.yaml'), 'utf8')) as { version: string };
  await mkdir(join(chart, 'charts'), { recursive: true });
  await writeFile(join(chart, 'Chart.yaml'), `apiVersion: v2\nname: umbrella\nversion: 1.0.0\ndependencies:\n- {name: sigsci-ingress, version: ${version}, alias: ${alias}, condition: ${alias}.enabled}\n`);
  await cp(chartFolder, join(chart, 'charts/sigsci-ingress'), { recursive: true });
  return chart;
}

test('the lock at the root is a link to the real one', async () => {
  assert.is(await readlink(join(chartFolder, '../Chart.lock')), 'chart/Chart.lock');
});

for (const helm of helms) {
  test(`${helm} lint --strict has nothing to say`, async () => {
    const { code, stdout } = await attempt([await tool(helm), 'lint', '--strict', chartFolder]);
    assert.is(code, 0, stdout);
  });

  test(`${helm} builds the dependencies from the lock, without network`, async () => {
    await inScratchFolder({}, async (folder) => {
      await cp(chartFolder, join(folder, 'chart'), { recursive: true });
      await helmIn(helm, 'dependency', 'build', join(folder, 'chart'));
      assert.equal(await readdir(join(folder, 'chart/charts')), ['sigsci-agent']);
      assert.is(await readFile(join(folder, 'chart/Chart.lock'), 'utf8'), await readFile(join(chartFolder, 'Chart.lock'), 'utf8'));
    });
  });

  test(`${helm} packages the chart, and the package renders the same`, async () => {
    await inScratchFolder({}, async (folder) => {
      await helmIn(helm, 'package', chartFolder, '-d', folder);
      const [file = ''] = await readdir(folder);
      assert.match(file, /^sigsci-ingress-\d+\.\d+\.\d+\.tgz$/);
      assert.equal(withoutCertificate(await template({}, { helm, chart: join(folder, file) })), withoutCertificate(await template({}, { helm })));
    });
  });

  test(`${helm} renders it as a subchart under an alias, which names its objects`, async () => {
    await inScratchFolder({}, async (folder) => {
      const chart = await umbrella(folder, 'edge');
      const values = { global: { image: { registry: 'mirror.example.com' }, other: { key: 1 } }, edge: { agent: { site: 'my-site' } } };
      const rendered = await template(values, { helm, chart });
      const deployment = pick(rendered, 'Deployment');
      assert.is(deployment.metadata.name, 'rel-edge-controller');
      assert.is(deployment.spec.selector.matchLabels['app.kubernetes.io/name'], 'edge');
      assert.match(controllerPod(rendered).containers[0].image, /^mirror\.example\.com\//);
    });
  });

  test(`${helm} refuses bad values of a subchart too`, async () => {
    await inScratchFolder({}, async (folder) => {
      const said = await refusal({ edge: { agent: { mode: 'external' } } }, { helm, chart: await umbrella(folder, 'edge') });
      assert.match(said, 'ERROR [agent-external-address]');
    });
  });

  test(`${helm} leaves it out when its condition is false`, async () => {
    await inScratchFolder({}, async (folder) => {
      assert.equal(await template({ edge: { enabled: false } }, { helm, chart: await umbrella(folder, 'edge') }), []);
    });
  });
}

test("Chart.yaml's images are the defaults", async () => {
  const chart = parse(await readFile(join(chartFolder, 'Chart.yaml'), 'utf8')) as { kubeVersion: string; appVersion: string; annotations: Record<string, string> };
  const listed = (parse(chart.annotations['artifacthub.io/images'] ?? '') as { image: string }[]).map(({ image }) => image);
  const pod = controllerPod(await template());
  assert.equal(listed, [pod.containers[0].image, pod.initContainers[0].image]);
  assert.match(pod.containers[0].image, new RegExp(`:v${chart.appVersion}$`));
});

test('clusters before 1.29 are refused', async () => {
  assert.match(await refusal({}, { kubeVersion: '1.28.15' }), 'kubeVersion');
  assert.is.not((await template({}, { kubeVersion: '1.29.0' })).length, 0);
});

test.run();
