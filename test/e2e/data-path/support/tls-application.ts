import { insidePodSpec } from '../../../../ci/lab/inside/pod.ts';
import { apply } from '../../../../ci/scenario/cluster.ts';
import { selfSigned } from '../../../support/self-signed.ts';
import type { Site } from './site.ts';

/** Answers each request by HTTPS with what of the WAF's verdict reached it; for `node -e`. */
const script = `
require('node:https').createServer({ key: process.env.KEY, cert: process.env.CERT }, (request, response) => {
  response.end(JSON.stringify({ agentResponse: request.headers['x-sigsci-agentresponse'] ?? '', endsTls: true }));
}).listen(8443);
process.on('SIGTERM', () => process.exit(0));
`;

/** An application that ends TLS itself, with an Ingress that has the controller pass its connections through. */
export async function deployTlsApplication(site: Site, host: string): Promise<void> {
  const name = 'tls-application';
  const pair = await selfSigned(host);
  const objects = [secret(name, pair), pod(name), service(name), ingress(name, host, site.namespace)];
  for (const object of objects) await apply(site.lab, JSON.stringify({ ...object, metadata: { ...object.metadata, name, namespace: site.namespace } }));
  await site.kubectl('wait', `pod/${name}`, '--for=condition=Ready', '--timeout=60s');
}

function secret(name: string, { key, cert }: { key: string; cert: string }) {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { labels: { app: name } }, stringData: { KEY: key, CERT: cert } };
}

function pod(name: string) {
  const spec = insidePodSpec({
    name: 'application',
    command: ['/usr/bin/node', '-e', script],
    envFrom: [{ secretRef: { name } }],
    readinessProbe: { tcpSocket: { port: 8443 }, periodSeconds: 1 },
  });
  return { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { app: name } }, spec };
}

function service(name: string) {
  return { apiVersion: 'v1', kind: 'Service', metadata: {}, spec: { selector: { app: name }, ports: [{ name: 'https', port: 443, targetPort: 8443 }] } };
}

function ingress(name: string, host: string, ingressClassName: string) {
  const annotations = { 'nginx.ingress.kubernetes.io/ssl-passthrough': 'true' };
  const backend = { service: { name, port: { name: 'https' } } };
  const rule = { host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { annotations }, spec: { ingressClassName, rules: [rule] } };
}
