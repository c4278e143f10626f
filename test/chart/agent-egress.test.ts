import * as assert from 'uvu/assert';
import { pick, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, controllerPod, environmentOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite("the agent's way to the cloud");

const podOf = async (agent: Values): Promise<Rendered> => {
  const rendered = await template({ agent });
  return agent['mode'] === 'service' ? pick(rendered, 'Deployment', '-agent').spec.template.spec : controllerPod(rendered);
};
const agentOf = async (agent: Values): Promise<Rendered> => containerOf(await podOf(agent), 'sigsci-agent');
const variables = ['HTTPS_PROXY', 'NO_PROXY', 'SSL_CERT_DIR'];

test('it is direct by default, with the certificates of the image', async () => {
  const environment = environmentOf(await agentOf({}));
  assert.equal(variables.filter((name) => name in environment), []);
});

test('a proxy and its exceptions reach the agent alone', async () => {
  const egress = { proxy: 'http://proxy.example.com:3128', noProxy: '.cluster.local,10.0.0.0/8' };
  const pod = await podOf({ egress });
  const environment = environmentOf(containerOf(pod, 'sigsci-agent'));
  assert.equal([environment['HTTPS_PROXY'], environment['NO_PROXY']], [egress.proxy, egress.noProxy]);
  assert.is(environmentOf(containerOf(pod, 'controller'))['HTTPS_PROXY'], undefined);
  assert.is(environmentOf(await agentOf({ egress: { noProxy: '.cluster.local' } }))['NO_PROXY'], undefined);
});

test('one key of a ConfigMap or Secret is trusted besides the certificates of the image', async () => {
  const items = [{ key: 'bundle.pem', path: 'ca.crt' }];
  const sources: [object, object][] = [
    [{ name: 'corporate' }, { configMap: { name: 'corporate', items } }],
    [{ kind: 'Secret', name: 'corporate' }, { secret: { secretName: 'corporate', items } }],
  ];
  for (const mode of ['sidecar', 'service']) {
    for (const [source, volume] of sources) {
      const pod = await podOf({ mode, egress: { caBundle: { ...source, key: 'bundle.pem' } } });
      const agent = containerOf(pod, 'sigsci-agent');
      assert.equal(pod.volumes.filter(({ name }: Rendered) => name === 'sigsci-ca'), [{ name: 'sigsci-ca', ...volume }]);
      const mount = agent.volumeMounts.find(({ name }: Rendered) => name === 'sigsci-ca');
      assert.equal(environmentOf(agent)['SSL_CERT_DIR'], `/etc/ssl/certs:${mount.mountPath}`);
    }
  }
});

test('variables of the user follow, and may refer to what the chart sets', async () => {
  const { env } = await agentOf({ egress: { proxy: 'http://proxy:3128' }, extraEnvs: [{ name: 'HTTP_PROXY', value: '$(HTTPS_PROXY)' }] });
  const names = env.map(({ name }: Rendered) => name);
  assert.ok(names.indexOf('HTTPS_PROXY') < names.indexOf('HTTP_PROXY'));
});

test('a CPU limit is how many processors the agent uses, rounded up', async () => {
  const cases: [string | number, string | undefined][] = [['100m', '1'], ['1000m', '1'], ['1001m', '2'], [1, '1'], [2.5, '3'], ['0.5', '1'], ['4', '4'], ['2k', undefined]];
  for (const [cpu, expected] of cases) assert.is(environmentOf(await agentOf({ resources: { limits: { cpu } } }))['SIGSCI_MAX_PROCS'], expected, String(cpu));
  assert.is(environmentOf(await agentOf({}))['SIGSCI_MAX_PROCS'], undefined);
});

test('max-procs of the user beats the limit', async () => {
  const resources = { limits: { cpu: 4 } };
  assert.is(environmentOf(await agentOf({ resources, config: { 'max-procs': '50%' } }))['SIGSCI_MAX_PROCS'], '50%');
  const { env } = await agentOf({ resources, extraEnvs: [{ name: 'SIGSCI_MAX_PROCS', value: '3' }, { name: 'LAST', value: 'x' }] });
  assert.equal(env.filter(({ name }: Rendered) => name === 'SIGSCI_MAX_PROCS'), [{ name: 'SIGSCI_MAX_PROCS', value: '3' }]);
});

test.run();
