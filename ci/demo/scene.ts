import { doubleImages } from '../../test/doubles/images.ts';
import type { InsideResponse } from '../lab/backend.ts';
import { insideImage } from '../lab/inside/image.ts';
import type { Lab } from '../lab/lab.ts';
import type { Steps } from '../lab/steps.ts';
import { deployApplication } from '../scenario/application.ts';
import { createAgentKeys, createNamespace, inLab } from '../scenario/cluster.ts';
import { agentRecords, controllerAddress, requestThrough } from '../scenario/release.ts';
import type { AgentRecord, Release } from '../scenario/release.ts';
import { until } from '../scenario/until.ts';

/** One line of the closing table. */
export interface Row {
  readonly request: string;
  readonly expected: string;
  readonly answer: string;
  readonly record: string;
  readonly held: boolean;
}

const release: Release = { name: 'sigsci-ingress', namespace: 'ingress' };
const host = 'shop.example';
const site = 'my-site';
const benign = '/';
const attack = '/?q=../../etc/passwd';

/** Installs the chart with its defaults in the lab, sends one benign and one malicious request, and says what came of them. */
export async function play(lab: Lab, steps: Steps): Promise<{ rows: Row[]; release: Release; address: string }> {
  const images = await steps('build the images of the doubles', async () => [...(await doubleImages()), await insideImage()]);
  await steps('load them into the node', () => lab.loadImages(images.map((image) => image.archive)));
  await steps(`create namespace ${release.namespace} and the Secret sigsci.${site}`, () => prepare(lab));
  await steps(`helm upgrade --install ${release.name} ./chart --set agent.site=${site},global.image.registry=sigsci.lab --wait`, () => install(lab));
  const application = { namespace: release.namespace, host, ingressClass: 'nginx' };
  await steps('deploy an example application and its Ingress', () => deployApplication(lab, application));
  const passed = await steps(`GET ${benign}`, () => until('an answer of the application', 60, () => reached(lab)));
  const blocked = await steps(`GET ${attack}`, () => requestThrough(lab, release, host, attack));
  const records = await steps("read the agent's record", () => until('a record of both requests', 15, () => bothRecorded(lab)));
  return { rows: [benignRow(passed, records), attackRow(blocked, records)], release, address: await controllerAddress(lab, release) };
}

async function prepare(lab: Lab): Promise<void> {
  await createNamespace(lab, release.namespace);
  await createAgentKeys(lab, release.namespace, `sigsci.${site}`);
}

async function install(lab: Lab): Promise<void> {
  const values = ['--set', `agent.site=${site},global.image.registry=sigsci.lab`];
  const target = [release.name, 'chart', '--namespace', release.namespace];
  await inLab(lab, ['helm', 'upgrade', '--install', ...target, ...values, '--wait', '--timeout', '4m']);
}

async function reached(lab: Lab): Promise<InsideResponse | undefined> {
  const response = await requestThrough(lab, release, host, benign).catch(() => undefined);
  return response?.status === 200 ? response : undefined;
}

async function bothRecorded(lab: Lab): Promise<AgentRecord[] | undefined> {
  const records = await agentRecords(lab, release);
  return recordOf(records, benign) && recordOf(records, attack) ? records : undefined;
}

function recordOf(records: readonly AgentRecord[], uri: string): AgentRecord | undefined {
  return records.findLast((record) => record.call === 'PreRequest' && record.uri === uri);
}

function benignRow(response: InsideResponse, records: readonly AgentRecord[]): Row {
  const seen = response.body.includes('"agentResponse":"200"');
  const answer = `${response.status} from the application${seen ? ', X-SigSci-AgentResponse: 200' : ', not inspected'}`;
  return row(benign, '200', answer, response.status === 200 && seen, recordOf(records, benign), 200);
}

function attackRow(response: InsideResponse, records: readonly AgentRecord[]): Row {
  const answer = `${response.status}${response.body.includes('"application":"reached"') ? ' from the application' : ''}`;
  return row(attack, '406', answer, response.status === 406, recordOf(records, attack), 406);
}

function row(uri: string, expected: string, answer: string, answered: boolean, record: AgentRecord | undefined, verdict: number): Row {
  const text = record ? `${record.verdict} (${record.wafResponse})${record.tags?.length ? ` ${record.tags.join(', ')}` : ''}` : 'none';
  return { request: `GET ${uri}`, expected, answer, record: text, held: answered && record?.wafResponse === verdict };
}
