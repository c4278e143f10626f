import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../lab/backend.ts';
import type { LoadPlan } from '../lab/inside/load/plan.ts';
import { insidePodSpec } from '../lab/inside/pod.ts';
import { apply, inLab } from '../scenario/cluster.ts';

const stopFile = '/tmp/stop';

/** The driver at work in a pod of its own, as a client of the cluster would be. */
export interface LoadPod {
  /** Asks the driver for its end and waits until it has written its last line. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** Labels of the pod, for its log. */
export const loadSelector = 'app.kubernetes.io/name=load';

/** Starts the driver with a plan; returns when its pod runs. */
export async function startLoad(lab: Backend, namespace: string, image: string, plan: LoadPlan): Promise<LoadPod> {
  const name = `load-${plan.run}`;
  const named = ['--namespace', namespace, `pod/${name}`];
  await apply(lab, JSON.stringify(manifest(namespace, name, image, plan)));
  await inLab(lab, ['kubectl', 'wait', ...named, '--for=jsonpath={.status.phase}=Running', '--timeout=60s']);
  return {
    async stop() {
      await askToStop(lab, namespace, name);
      await inLab(lab, ['kubectl', 'wait', ...named, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=120s']);
    },
    remove: async () => void (await lab.exec(['kubectl', 'delete', ...named, '--ignore-not-found', '--wait=false'])),
  };
}

/** One that has ended by itself cannot be asked any more; an API server that restarts answers a moment later. */
async function askToStop(lab: Backend, namespace: string, name: string): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const { code } = await lab.exec(['kubectl', 'exec', '--namespace', namespace, name, '--', 'touch', stopFile]);
    const phase = await lab.exec(['kubectl', 'get', 'pod', '--namespace', namespace, name, '--output', 'jsonpath={.status.phase}']);
    if (code === 0 || phase.stdout === 'Succeeded' || phase.stdout === 'Failed') return;
    await sleep(1000);
  }
}

function manifest(namespace: string, name: string, image: string, plan: LoadPlan): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels: { 'app.kubernetes.io/name': 'load' } },
    spec: {
      ...insidePodSpec({
        name: 'load',
        image,
        command: ['/usr/bin/node', '/inside/load/main.mjs'],
        resources: { requests: { cpu: '10m', memory: '64Mi' } },
        env: [{ name: 'LOAD_PLAN', value: JSON.stringify(plan) }, { name: 'LOAD_STOP', value: stopFile }],
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      }),
      restartPolicy: 'Never',
      volumes: [{ name: 'tmp', emptyDir: {} }],
    },
  };
}
