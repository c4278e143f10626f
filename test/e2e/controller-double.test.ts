/** The controller double alone, without the chart, on a real cluster: it must do what reference runs of the real one saw. */
import { readFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { deployApplication } from '../../ci/scenario/application.ts';
import { apply, clusterAddress, createNamespace, deleteNamespace, getJson, inLab } from '../../ci/scenario/cluster.ts';
import { until } from '../../ci/scenario/until.ts';
import { controllerManifests, oncePod, serviceAccount, trial } from '../controller-double/manifests.ts';
import { controllerImage } from '../doubles/controller/image.ts';
import { requireDoubles } from '../support/judged.ts';
import { testLab } from '../support/lab.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly podIP: string;
    readonly phase: string;
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses: readonly { readonly restartCount: number; readonly state: State; readonly lastState: State }[];
  };
}
interface State {
  readonly terminated?: { readonly exitCode: number };
}

requireDoubles('the controller double', 'it is about the double');
const { lab } = await testLab();
const { name: image } = await controllerImage();
const double = suite('controller double');
const inTrial = ['-n', trial];
const host = 'trial.example';
const broken = 'sigsci_agent_host unix:/sigsci/tmp/sigsci.sock;';
const module = '/usr/lib/nginx/modules/ngx_http_sigsci_module.so';
let address = '';

const kubectl = (...args: string[]): Promise<string> => inLab(lab, ['kubectl', ...inTrial, ...args]);
const pods = async (selector: string): Promise<Pod[]> => (await getJson<{ items: Pod[] }>(lab, ['pods', ...inTrial, '-l', selector])).items;
const isReady = (pod: Pod): boolean => pod.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');

async function controllerPod(): Promise<Pod> {
  const [pod] = await pods('app=controller');
  if (!pod) throw new Error('the controller has no pod');
  return pod;
}

/** Status of one request through the controller; 0 when nothing answered. */
async function ask(path = '/', name = host, scheme = 'http'): Promise<number> {
  const answer = await lab.requestFromInside({ url: `${scheme}://${address}${path}`, headers: { host: name }, timeout: 20_000 }).catch(() => undefined);
  return answer?.status ?? 0;
}

function answers(status: number, path?: string, name?: string, scheme?: string): Promise<true> {
  return until(`${status} from ${scheme ?? 'http'}://${name ?? host}${path ?? '/'}`, 60, async () => ((await ask(path, name, scheme)) === status ? true : undefined));
}

/** A metric of the running controller. */
async function metric(name: string): Promise<number> {
  const { body } = await lab.requestFromInside({ url: `http://${(await controllerPod()).status.podIP}:10254/metrics` });
  const found = new RegExp(`^nginx_ingress_controller_${name}{[^}]*} (\\S+)$`, 'm').exec(body);
  if (!found) throw new Error(`no metric ${name}`);
  return Number(found[1]);
}

async function configure(data: Record<string, string | null>): Promise<void> {
  await kubectl('patch', 'configmap', 'controller', '--type=merge', '-p', JSON.stringify({ data }));
}

/** Replaces the application's pod: its address changes. */
async function moveApplication(): Promise<void> {
  await kubectl('delete', 'pod', '-l', 'app.kubernetes.io/name=example-application', '--grace-period=1');
  await kubectl('rollout', 'status', 'deployment/example-application', '--timeout=60s');
}

async function removeTrial(): Promise<void> {
  await deleteNamespace(lab, trial);
  await inLab(lab, ['kubectl', 'delete', 'clusterrole,clusterrolebinding,ingressclass', trial, '--ignore-not-found']);
}

double.before(async () => {
  await removeTrial();
  await createNamespace(lab, trial, 'restricted');
  await apply(lab, controllerManifests(image));
  await kubectl('rollout', 'status', 'deployment/controller', '--timeout=120s');
  address = await clusterAddress(lab, trial, 'controller');
  await deployApplication(lab, { namespace: trial, host, ingressClass: trial });
});
double.after(removeTrial);

double('serves its Ingress by HTTP and HTTPS, and 404 to every other host', async () => {
  await answers(200);
  await answers(200, '/', host, 'https');
  await answers(404, '/', 'unknown.example');
});

double('holds the lease and writes the address into the Ingress status', async () => {
  const lease = await getJson<{ spec: { holderIdentity: string } }>(lab, ['lease', `${trial}-leader`, ...inTrial]);
  assert.is(lease.spec.holderIdentity, (await controllerPod()).metadata.name);
  const ip = await until('an address in the Ingress status', 90, async () => (await kubectl('get', 'ingress', 'example-application', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}')) || undefined);
  assert.is(ip, address);
});

double('follows a moved endpoint without a reload', async () => {
  const before = await metric('success');
  await moveApplication();
  await answers(200);
  assert.is(await metric('success'), before);
});

double('loads the WAF module and passes requests while there is no agent', async () => {
  const before = await metric('success');
  await configure({ 'main-snippet': `load_module ${module};`, 'http-snippet': broken });
  await until('a reload', 60, async () => ((await metric('success')) > before ? true : undefined));
  await answers(200);
});

double('keeps the old configuration and freezes the endpoints while a reload fails', async () => {
  await configure({ 'main-snippet': null });
  await until('a failed reload in the metrics', 60, async () => ((await metric('config_last_reload_successful')) === 0 ? true : undefined));
  await answers(200);
  assert.ok(isReady(await controllerPod()), 'it stays Ready');
  const events = await kubectl('get', 'events', '--field-selector=reason=RELOAD,type=Warning', '-o', 'jsonpath={.items[*].message}');
  assert.match(events, 'unknown directive "sigsci_agent_host"');
  await moveApplication();
  assert.ok([502, 504].includes(await ask()), 'the old endpoint is still asked');
});

double('is never Ready when it starts on a configuration that fails', async () => {
  await kubectl('scale', 'deployment/controller', '--replicas=2');
  const log = await until('a pod that tries', 60, async () => {
    const newcomer = (await pods('app=controller')).find((pod) => !isReady(pod));
    const text = newcomer && (await lab.exec(['kubectl', ...inTrial, 'logs', newcomer.metadata.name])).stdout;
    return text?.match(/Unexpected failure reloading the backend/g)?.length === 2 ? text : undefined;
  });
  assert.match(log, 'dynamic load balancer');
  assert.is((await pods('app=controller')).filter(isReady).length, 1);
  await kubectl('scale', 'deployment/controller', '--replicas=1');
});

double('recovers when the ConfigMap is repaired', async () => {
  await configure({ 'http-snippet': null });
  await answers(200);
});

double('stops in the order of the real controller when /wait-shutdown asks it to', async () => {
  await until('one pod', 60, async () => ((await pods('app=controller')).length === 1 ? true : undefined));
  const { name } = (await controllerPod()).metadata;
  await kubectl('exec', name, '--', '/wait-shutdown');
  await until('the container ends', 60, async () => (await controllerPod()).status.containerStatuses[0]?.lastState.terminated);
  const log = await kubectl('logs', name, '--previous');
  const order = ['Received SIGTERM', 'Shutting down controller queues', 'Stopping NGINX process', 'NGINX process has stopped', 'delaying controller exit for 10 seconds', '"Exiting" code=0'];
  const places = order.map((line) => log.indexOf(line));
  assert.equal(places, [...places].sort((a, b) => a - b), 'the order in the log');
  assert.not(places.includes(-1), 'every step is in the log');
  assert.is((await controllerPod()).status.containerStatuses[0]?.lastState.terminated?.exitCode, 0);
});

double('ends at once on a flag that the real controller does not know', async () => {
  await apply(lab, JSON.stringify(oncePod(image, 'unknown-flag', ['--shutdown-grace=5'])));
  const phase = await until('the end of the pod', 60, async () => {
    const { status } = await getJson<Pod>(lab, ['pod', 'unknown-flag', ...inTrial]);
    return ['Failed', 'Succeeded'].includes(status.phase) ? status.phase : undefined;
  });
  assert.is(phase, 'Failed');
  assert.match(await kubectl('logs', 'unknown-flag'), 'unknown flag: --shutdown-grace');
});

double('calls nothing beyond the least rights, but for its node, which is only a warning', async () => {
  if (lab.auditLog === undefined) return skip('calls of the controller double: the audit log of this cluster is out of reach');
  const refused = new Set<string>();
  for (const line of (await readFile(lab.auditLog, 'utf8')).split('\n').filter((text) => text.includes(serviceAccount))) {
    const call = JSON.parse(line);
    if (call.responseStatus?.code === 403) refused.add(`${call.verb} ${call.objectRef?.resource}`);
  }
  assert.equal([...refused], ['get nodes']);
});

double.run();
