/** The controller's rights are exactly what it calls: read off the API server's audit log, of these releases and of all before them. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as assert from 'uvu/assert';
import { until } from '../../ci/scenario/until.ts';
import { controllerCalls } from '../support/controller-calls.ts';
import type { ControllerCalls } from '../support/controller-calls.ts';
import { testLab } from '../support/lab.ts';
import { skip } from '../support/skip.ts';
import { suite } from '../support/suite.ts';
import { openSite } from './data-path/support/site.ts';

/** One line of the audit log. https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-Event */
interface AuditEvent {
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string; readonly namespace?: string; readonly name?: string; readonly apiGroup?: string; readonly subresource?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

const { lab } = await testLab();
const { auditLog } = lab;
if (auditLog === undefined) {
  skip('least privilege: this cluster gives no audit log');
  process.exit(0);
}

/** What a release of that name may call, and what it calls although it may not. */
interface Rights {
  readonly granted: readonly string[];
  readonly refused: readonly string[];
}

const cluster = rightsOf('least-privilege', ({ clusterRole, role }) => ({ granted: [...clusterRole, ...role], refused: [] }));
const scoped = rightsOf('scoped', ({ scoped: { clusterRole, watched, refused }, role }) => ({ granted: [...new Set([...clusterRole, ...watched, ...role])], refused }));

function rightsOf(name: string, choose: (calls: ControllerCalls) => Rights): Rights {
  return choose(controllerCalls(`sigsci-ingress-${name}`, `path-${name}`));
}

const privilege = suite('least privilege');

/**
 * Calls of controllers of the chart in this life of the lab, while they had their rights: `helm uninstall`, and a namespace
 * that goes, take those before the pods have stopped. Reads of the API's own description are everybody's right.
 */
async function audited(wanted: (event: AuditEvent) => boolean): Promise<AuditEvent[]> {
  const found: AuditEvent[] = [];
  const bound = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(auditLog ?? '') })) {
    if (!/system:serviceaccount:|"rolebindings"/.test(line)) continue;
    const event = JSON.parse(line) as AuditEvent;
    if (event.objectRef?.resource === 'rolebindings') follow(bound, event);
    const account = /^system:serviceaccount:(.*):([\w-]*sigsci-ingress[\w-]*)$/.exec(event.user.username);
    if (account && bound.has(`${account[1]}/${account[2]}`) && event.objectRef && wanted(event)) found.push(event);
  }
  return found;
}

/**
 * Which accounts have their rights: RoleBinding and account bear one name, and of all that Helm removes it goes first.
 * The garbage collector patches what is already deleted.
 */
function follow(bound: Set<string>, { verb, user, objectRef: { namespace = '', name = '' } = { resource: '' } }: AuditEvent): void {
  if (['create', 'update', 'patch'].includes(verb) && !user.username.startsWith('system:')) bound.add(`${namespace}/${name}`);
  if (verb === 'delete') bound.delete(`${namespace}/${name}`);
  if (verb === 'deletecollection') [...bound].filter((one) => one.startsWith(`${namespace}/`)).forEach((one) => bound.delete(one));
}

/** As the list writes it: with a name where the release has the right to one object alone. */
function asListed({ verb, objectRef }: AuditEvent, granted: readonly string[]): string {
  const { resource = '', apiGroup, subresource, name } = objectRef ?? {};
  const call = `${verb} ${resource}${subresource ? `/${subresource}` : ''}${apiGroup ? `.${apiGroup}` : ''}`;
  const bound = granted.some((line) => line.startsWith(`${call} `));
  return bound && verb !== 'create' ? `${call} ${name}` : call;
}

/** Lets a release start, serve, restart and stop, and compares what it calls with what it may. */
async function callsExactly(name: string, words: readonly string[], { granted, refused }: Rights): Promise<void> {
  const site = await openSite(name, words);
  try {
    const expected = [...granted, ...refused].sort();
    await until('an address in the Ingress status', 120, async () => (await site.kubectl('get', 'ingress', '--output', 'jsonpath={.items[*].status.loadBalancer.ingress[*].ip}')) || undefined);
    await site.kubectl('rollout', 'restart', site.deployment);
    await site.kubectl('rollout', 'status', site.deployment, '--timeout=180s');
    const ours = ({ user }: AuditEvent): boolean => user.username.startsWith(`system:serviceaccount:${site.namespace}:`);
    const called = async (): Promise<string[]> => [...new Set((await audited(ours)).map((event) => asListed(event, granted)))].sort();
    // Equal events are written again as a patch, and the status comes with the leader: both need a while.
    await until('every call of the list', 90, async () => ((await called()).length >= expected.length ? true : undefined)).catch(() => undefined);
    assert.equal(await called(), expected);
  } finally {
    await site.remove();
  }
}

privilege('a release that starts, serves, restarts and stops calls everything that it may and nothing else', () => callsExactly('least-privilege', [], cluster));

privilege('so does one that watches its own namespace, with rights that end there', () => callsExactly('scoped', ['controller.scope.enabled=true'], scoped));

privilege('no call of any release of the chart was refused, but the one that a scoped release lives without', async () => {
  // A 403 with another decision is no matter of rights: nothing can be created in a namespace that is going.
  const forbidden = await audited(({ annotations }) => annotations?.['authorization.k8s.io/decision'] === 'forbid');
  // An API server that has just restarted refuses watches until it has read the grants; node-restarts kills it.
  const judged = forbidden.filter((event) => !event.user.username.includes(':path-node-restarts:'));
  const refused = judged.filter((event) => !scoped.refused.includes(asListed(event, [])) || event.user.username.includes(':path-least-privilege:'));
  assert.equal(refused.map((event) => `${event.user.username}: ${asListed(event, [])} ${event.objectRef?.namespace ?? ''}`), []);
});

privilege.run();
