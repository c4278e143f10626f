/** The controller's rights are exactly what it calls: read off the API server's audit log, of this release and of all before it. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../ci/scenario/until.ts';
import { controllerCalls } from '../support/controller-calls.ts';
import { skip } from '../support/skip.ts';
import { openSite } from './data-path/support/site.ts';

/** One line of the audit log. https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-Event */
interface AuditEvent {
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string; readonly namespace?: string; readonly name?: string; readonly apiGroup?: string; readonly subresource?: string };
  readonly responseStatus?: { readonly code: number };
}

const site = await openSite('least-privilege');
const { auditLog } = site.lab;
if (auditLog === undefined) {
  await site.remove();
  skip('least privilege: this cluster gives no audit log');
  process.exit(0);
}

const calls = controllerCalls(site.release.name);
const expected = [...calls.clusterRole, ...calls.role].sort();
const privilege = suite('least privilege');
privilege.after(() => site.remove());

/**
 * Calls of controllers of the chart in this life of the lab, while they had their rights: `helm uninstall` takes those
 * before the pods have stopped. Reads of the API's own description are everybody's right.
 */
async function audited(wanted: (event: AuditEvent) => boolean): Promise<AuditEvent[]> {
  const found: AuditEvent[] = [];
  const bound = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(auditLog ?? '') })) {
    if (!/system:serviceaccount:|"(cluster)?rolebindings"/.test(line)) continue;
    const event = JSON.parse(line) as AuditEvent;
    const { resource, name = '' } = event.objectRef ?? {};
    const account = /^system:serviceaccount:.*:([\w-]*sigsci-ingress[\w-]*)$/.exec(event.user.username)?.[1];
    if (/rolebindings$/.test(resource ?? '')) {
      if (event.verb === 'delete') bound.delete(name);
      else if (event.verb !== 'get') bound.add(name);
    } else if (account && bound.has(account) && event.objectRef && wanted(event)) found.push(event);
  }
  return found;
}

/** As the list writes it: with a name where only one object is concerned. */
function asListed({ verb, objectRef }: AuditEvent): string {
  const { resource = '', apiGroup, subresource, name } = objectRef ?? {};
  const call = `${verb} ${resource}${subresource ? `/${subresource}` : ''}${apiGroup ? `.${apiGroup}` : ''}`;
  const bound = expected.some((line) => line.startsWith(`${call} `));
  return bound && verb !== 'create' ? `${call} ${name}` : call;
}

const ours = ({ user }: AuditEvent): boolean => user.username.startsWith(`system:serviceaccount:${site.namespace}:`);

privilege('a release that starts, serves, restarts and stops calls everything that it may and nothing else', async () => {
  await until('an address in the Ingress status', 120, async () => (await site.kubectl('get', 'ingress', '--output', 'jsonpath={.items[*].status.loadBalancer.ingress[*].ip}')) || undefined);
  await site.kubectl('rollout', 'restart', site.deployment);
  await site.kubectl('rollout', 'status', site.deployment, '--timeout=180s');
  const called = async (): Promise<string[]> => [...new Set((await audited(ours)).map(asListed))].sort();
  // Equal events are written again as a patch, and the status comes with the leader: both need a while.
  await until('every call of the list', 90, async () => ((await called()).length >= expected.length ? true : undefined)).catch(() => undefined);
  assert.equal(await called(), expected);
});

privilege('no call of any release of the chart was refused', async () => {
  const refused = await audited(({ responseStatus }) => responseStatus?.code === 403);
  assert.equal(refused.map((event) => `${event.user.username}: ${asListed(event)} ${event.objectRef?.namespace ?? ''}`), []);
});

privilege.run();
