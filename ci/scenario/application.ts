import { stringify } from 'yaml';
import type { Lab } from '../lab/lab.ts';
import { apply, inLab } from './cluster.ts';

/** Where the example application lives and through which class and host it is reached. */
export interface Application {
  readonly namespace: string;
  readonly image: string;
  readonly host: string;
  readonly ingressClass: string;
}

/** Echoes, as one JSON line, what of the WAF's verdict reached the application behind the controller. */
const configuration = `
daemon off;
worker_processes 1;
pid /tmp/application.pid;
error_log /dev/stderr notice;
events {}
http {
  access_log off;
  client_body_temp_path /tmp/client;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server {
    listen 8080;
    location / {
      default_type application/json;
      return 200 '{"application":"reached","agentResponse":"$http_x_sigsci_agentresponse","requestId":"$http_x_sigsci_requestid","tags":"$http_x_sigsci_tags"}\\n';
    }
  }
}
`;

/** The example application as one YAML stream: ConfigMap, Deployment (the controller image's own nginx), Service and Ingress. */
export function applicationManifests(application: Application): string {
  return [configMap(application), deployment(application), service(application), ingress(application)]
    .map((object) => stringify(object))
    .join('---\n');
}

/** Deploys the application and waits until it is ready; its Ingress may need a moment longer to be served. */
export async function deployApplication(lab: Lab, application: Application): Promise<void> {
  await apply(lab, applicationManifests(application));
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

function configMap(application: Application): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(application), data: { 'nginx.conf': configuration } };
}

function deployment(application: Application): object {
  const template = { metadata: { labels }, spec: podSpec(application) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(application),
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
  };
}

function podSpec(application: Application): object {
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 101, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'application',
        image: application.image,
        imagePullPolicy: 'IfNotPresent',
        command: ['nginx', '-c', '/etc/application/nginx.conf'],
        ports: [{ name: 'http', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1 },
        // nginx carries the file capability cap_net_bind_service and cannot be executed without it in the bounding set:
        // https://github.com/kubernetes/ingress-nginx/issues/12208
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
        volumeMounts: [{ name: 'configuration', mountPath: '/etc/application' }],
      },
    ],
    volumes: [{ name: 'configuration', configMap: { name: 'example-application' } }],
  };
}

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
