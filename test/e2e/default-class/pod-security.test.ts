/** Pod Security as the API server enforces it: `baseline` admits the defaults, `restricted` admits them once the agent's user has a number. */
import * as assert from 'uvu/assert';
import { createNamespace, deleteNamespace, getJson, inLab } from '../../../ci/scenario/cluster.ts';
import { until } from '../../../ci/scenario/until.ts';
import { testLab } from '../../support/lab.ts';
import { suite } from '../../support/suite.ts';

const { lab, installArguments } = await testLab();
const security = suite('Pod Security');

/** Installs into a namespace that enforces `level` and returns how many controller pods the API server admitted. */
async function admitted(level: 'baseline' | 'restricted', values: string): Promise<number> {
  const namespace = `enforced-${level}`;
  await deleteNamespace(lab, namespace);
  await createNamespace(lab, namespace, level);
  const arguments_ = [...installArguments, '--set', `agent.site=my-site${values}`, '-n', namespace];
  try {
    await inLab(lab, ['helm', 'install', 'sigsci-ingress', './chart', ...arguments_]);
    return await until('a decision on the pods', 60, () => decision(namespace));
  } finally {
    await lab.exec(['helm', 'uninstall', 'sigsci-ingress', '-n', namespace]);
    await deleteNamespace(lab, namespace, false);
  }
}

/** The number of admitted pods, once the ReplicaSet has all of them or was refused. */
async function decision(namespace: string): Promise<number | undefined> {
  const sets = await getJson<{ items: { spec: { replicas: number }; status: Status }[] }>(lab, ['replicasets', '-n', namespace]);
  const set = sets.items[0];
  const refused = set?.status.conditions?.some(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (refused) return set?.status.replicas ?? 0;
  return set?.status.replicas === set?.spec.replicas ? set?.status.replicas : undefined;
}

interface Status {
  readonly replicas: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

security('baseline admits every pod of the defaults', async () => {
  assert.is(await admitted('baseline', ''), 2);
});

security("restricted admits every pod when agent.securityContext.runAsUser is set", async () => {
  assert.is(await admitted('restricted', ',agent.securityContext.runAsUser=100'), 2);
});

security('restricted refuses the pods while the agent has only a named user', async () => {
  assert.is(await admitted('restricted', ''), 0);
});

security.run();
