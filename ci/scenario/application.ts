import { stringify } from 'yaml';
import type { Backend } from '../lab/backend.ts';
import { insidePodSpec } from '../lab/inside/pod.ts';
import { inLab } from './cluster.ts';
import { applyThroughWebhook } from './through-webhook.ts';

/** Where the example application lives and through which class and host it is reached. */
export interface Application {
  readonly namespace: string;
  readonly host: string;
  readonly ingressClass: string;
}

/** The example application as one YAML stream: Deployment, Service and Ingress. */
export function applicationManifests(application: Application): string {
  return [deployment(application), service(application), ingress(application)]
    .map((object) => stringify(object))
    .join('---\n');
}

/** Deploys the application and waits until it is ready; its Ingress may need a moment longer to be served. */
export async function deployApplication(lab: Backend, application: Application): Promise<void> {
  await applyThroughWebhook(lab, applicationManifests(application));
  await inLab(lab, ['kubectl', 'rollout', 'status', 'deployment/example-application', '-n', application.namespace, '--timeout=120s']);
}

/** The name of the controller's image among the doubles. */
export function controllerImageOf(images: readonly { readonly name: string }[]): string {
  const image = images.find(({ name }) => name.includes('ingress-controller'));
  if (!image) throw new Error('no controller image among the doubles');
  return image.name;
}

const labels = { 'app.kubernetes.io/name': 'example-application' };

function metadata({ namespace }: Application): object {
  return { name: 'example-application', namespace, labels };
}

function deployment(application: Application): object {
  const template = { metadata: { labels }, spec: podSpec };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(application),
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
  };
}

/** What the application does and says: ci/lab/inside/application. */
const podSpec = insidePodSpec({
  name: 'application',
  command: ['/usr/bin/node', '/inside/application/main.mjs'],
  ports: [{ name: 'http', containerPort: 8080 }],
  resources: { requests: { cpu: '10m', memory: '64Mi' } },
  readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1 },
});

function service(application: Application): object {
  const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
  return { apiVersion: 'v1', kind: 'Service', metadata: metadata(application), spec: { selector: labels, ports } };
}

function ingress(application: Application): object {
  const backend = { service: { name: 'example-application', port: { name: 'http' } } };
  const rule = { host: application.host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata(application),
    spec: { ingressClassName: application.ingressClass, rules: [rule] },
  };
}
