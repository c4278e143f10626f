import type { Lab } from '../../../ci/lab/lab.ts';
import { busyboxName } from './busybox-image.ts';

/** A pod `web` with a native sidecar that is slow to start, and a LoadBalancer Service `shop` in front of it. */
export function webObjects(text: string): string {
  const image = { image: busyboxName, imagePullPolicy: 'IfNotPresent' };
  const agent = {
    name: 'agent',
    ...image,
    restartPolicy: 'Always',
    command: ['sh', '-c', 'sleep 2; touch /tmp/started; exec sleep 3600'],
    startupProbe: { exec: { command: ['test', '-f', '/tmp/started'] }, periodSeconds: 1, failureThreshold: 60 },
  };
  const serve = `mkdir /www; echo '${text}' > /www/index.html; echo serving ${text}; exec httpd -f -p 8080 -h /www`;
  const web = { name: 'web', ...image, command: ['sh', '-c', serve], readinessProbe: { httpGet: { port: 8080, path: '/' }, periodSeconds: 1 } };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web' } }, spec: { terminationGracePeriodSeconds: 1, initContainers: [agent], containers: [web] } };
  const ports = [{ port: 80, targetPort: 8080, nodePort: 30080 }];
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' }, spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports } };
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod, service] });
}

/** Runs kubectl in the lab and returns its output; throws with its message when it fails. */
export async function kubectl(lab: Lab, args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await lab.exec(['kubectl', ...args], input === undefined ? {} : { input });
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Makes the pod and waits until it serves. */
export async function deployWeb(lab: Lab, text: string): Promise<void> {
  await kubectl(lab, ['apply', '-f', '-'], webObjects(text));
  await kubectl(lab, ['wait', '--for=condition=Ready', 'pod/web', '--timeout=60s']);
}

/** The address that the lab gave the Service. */
export function addressOf(lab: Lab, service: string): Promise<string> {
  return kubectl(lab, ['wait', `service/${service}`, '--for=jsonpath={.status.loadBalancer.ingress[0].ip}', '--timeout=30s', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}']);
}
