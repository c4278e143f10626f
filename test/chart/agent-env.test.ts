import * as assert from 'uvu/assert';
import { chartCases } from '../support/chart-cases.ts';
import { helms, template } from '../support/helm.ts';
import type { Rendered, Values } from '../support/helm.ts';
import { containerOf, containersOf, controllerPod, environmentOf, podsOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('the environment of the agent');

async function agentOf(agent: Values): Promise<Rendered> {
  return containerOf(controllerPod(await template({ agent })), 'sigsci-agent');
}

const secretOf = async (agent: Values): Promise<Rendered[]> => {
  const environment = environmentOf(await agentOf(agent));
  return ['SIGSCI_ACCESSKEYID', 'SIGSCI_SECRETACCESSKEY'].map((name) => environment[name].secretKeyRef);
};

test('without any value the keys come from a Secret of the release', async () => {
  assert.equal(await secretOf({}), [
    { name: 'rel-sigsci-ingress-agent-keys', key: 'accesskeyid' },
    { name: 'rel-sigsci-ingress-agent-keys', key: 'secretaccesskey' },
  ]);
});

test('with a site the keys come from the Secret sigsci.<site>', async () => {
  assert.equal((await secretOf({ site: 'my-site' })).map(({ name }) => name), ['sigsci.my-site', 'sigsci.my-site']);
});

test('an existing Secret beats the site, and its keys may have other names', async () => {
  const credentials = { existingSecret: 'mine', keys: { accessKeyId: 'ID', secretAccessKey: 'KEY' } };
  assert.equal(await secretOf({ site: 'my-site', credentials }), [{ name: 'mine', key: 'ID' }, { name: 'mine', key: 'KEY' }]);
});

test('options become SIGSCI_ variables by name, whole numbers stay whole', async () => {
  const environment = environmentOf(await agentOf({ config: { 'max-procs': 2, 'waf-data-log': '/dev/stdout', 'upload-syslog': true, 'inspection-anomaly-size': 10485760 } }));
  assert.is(environment['SIGSCI_MAX_PROCS'], '2');
  assert.is(environment['SIGSCI_WAF_DATA_LOG'], '/dev/stdout');
  assert.is(environment['SIGSCI_UPLOAD_SYSLOG'], 'true');
  assert.is(environment['SIGSCI_INSPECTION_ANOMALY_SIZE'], '10485760');
});

test('an option that a later values file takes back by null is left out', async () => {
  const environment = environmentOf(await agentOf({ config: { 'max-procs': null, 'rpc-address': null } }));
  assert.not.ok('SIGSCI_MAX_PROCS' in environment);
  assert.is(environment['SIGSCI_RPC_ADDRESS'], 'unix:/sigsci/tmp/sigsci.sock');
});

test('options are sorted by name', async () => {
  const agent = await agentOf({ config: { 'upload-interval': '10s', 'cleaner-interval': '10s' } });
  const names = agent.env.map(({ name }: { name: string }) => name).filter((name: string) => /INTERVAL/.test(name));
  assert.equal(names, ['SIGSCI_CLEANER_INTERVAL', 'SIGSCI_UPLOAD_INTERVAL']);
});

test('extra variables stand in order before the options, which may refer to them, with their template expressions filled in', async () => {
  const extraEnvs = [
    { name: 'ZONE', value: 'b' },
    { name: 'BRACES', value: '{{ .Release.Namespace }} {{ "{{" }}' },
    { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
  ];
  const agent = await agentOf({ extraEnvs, config: { 'statsd-address': '$(HOST_IP):8125' } });
  const names = agent.env.map(({ name }: { name: string }) => name);
  assert.equal(agent.env.filter(({ name }: { name: string }) => ['ZONE', 'BRACES', 'HOST_IP'].includes(name)), extraEnvs.map((each) => (each.name === 'BRACES' ? { ...each, value: 'ns {{' } : each)));
  assert.ok(names.indexOf('HOST_IP') < names.indexOf('SIGSCI_STATSD_ADDRESS'));
});

test('an option takes the place of what the chart would write', async () => {
  const environment = environmentOf(await agentOf({ config: { 'rpc-address': '/sigsci/tmp/other.sock', 'startup-probe-listener': '[::]:2024', 'server-hostname': 'edge' } }));
  assert.is(environment['SIGSCI_RPC_ADDRESS'], '/sigsci/tmp/other.sock');
  assert.is(environment['SIGSCI_STARTUP_PROBE_LISTENER'], '[::]:2024');
  assert.is(environment['SIGSCI_SERVER_HOSTNAME'], 'edge');
});

test('the host name in the console is the pod, unless the user says otherwise', async () => {
  assert.equal(environmentOf(await agentOf({}))['SIGSCI_SERVER_HOSTNAME'], { fieldRef: { fieldPath: 'metadata.name' } });
  const own = [{ name: 'SIGSCI_SERVER_HOSTNAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }];
  assert.equal((await agentOf({ extraEnvs: own })).env.filter(({ name }: { name: string }) => name === 'SIGSCI_SERVER_HOSTNAME'), own);
});

for (const helm of helms) {
  for (const { name, file } of chartCases) {
    test(`${helm}: in case ${name} no container has a variable twice`, async () => {
      for (const container of podsOf(await template({}, { helm, files: [file] })).flatMap(containersOf)) {
        const names = (container.env ?? []).map((entry: { name: string }) => entry.name);
        assert.equal(names.filter((entry: string, index: number) => names.indexOf(entry) !== index), [], container.name);
      }
    });
  }
}

test("the controller's extra variables follow the chart's own, in order", async () => {
  const extraEnvs = [{ name: 'B', value: '2' }, { name: 'A', value: '1' }];
  const container = containerOf(controllerPod(await template({ controller: { extraEnvs } })), 'controller');
  const own = container.env.map(({ name, value }: { name: string; value?: string }) => [name, value]);
  assert.equal(own, [['POD_NAME', undefined], ['POD_NAMESPACE', undefined], ['LD_PRELOAD', '/usr/local/lib/libmimalloc.so'], ['B', '2'], ['A', '1']]);
});

test.run();
