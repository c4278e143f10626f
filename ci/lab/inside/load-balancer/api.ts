import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { createInterface } from 'node:readline';

/** The little of the Kubernetes API that a controller of one kind needs. */
export interface Api {
  get(path: string): Promise<unknown>;
  /** A JSON merge patch. */
  patch(path: string, body: object): Promise<unknown>;
  /** Hands over each event in order; returns when the server ends the watch, throws when it reports an error. */
  watch<T>(path: string, onEvent: (type: string, object: T) => Promise<void>): Promise<void>;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }];
  readonly users: readonly [{ readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string } }];
}

/** Opens the API with a kubeconfig written as JSON that holds its certificates. */
export async function openApi(file: string): Promise<Api> {
  const { clusters, users } = JSON.parse(await readFile(file, 'utf8')) as Kubeconfig;
  const decoded = (text: string): Buffer => Buffer.from(text, 'base64');
  const { cluster } = clusters[0];
  const { user } = users[0];
  const identity = { ca: decoded(cluster['certificate-authority-data']), cert: decoded(user['client-certificate-data']), key: decoded(user['client-key-data']) };
  const call = (method: string, path: string, body?: object): Promise<IncomingMessage> => send(cluster.server + path, { ...identity, method }, body);
  return {
    get: async (path) => json(await call('GET', path)),
    patch: async (path, body) => json(await call('PATCH', path, body)),
    watch: async (path, onEvent) => events(await call('GET', path), onEvent),
  };
}

function send(url: string, options: RequestOptions, body?: object): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'application/merge-patch+json' } : {};
    const outgoing = request(url, { ...options, headers }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

async function json(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  // A Service that was deleted, or replaced by another of its name, meanwhile is no fault.
  if (response.statusCode === 404 || response.statusCode === 409) return undefined;
  if (response.statusCode !== 200) throw new Error(`the API server answered ${response.statusCode}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

async function events<T>(response: IncomingMessage, onEvent: (type: string, object: T) => Promise<void>): Promise<void> {
  if (response.statusCode !== 200) throw new Error(`watch: the API server answered ${response.statusCode}`);
  for await (const line of createInterface({ input: response })) {
    const event = JSON.parse(line) as { type: string; object: T };
    if (event.type === 'ERROR') throw new Error(`watch: ${line.slice(0, 300)}`);
    await onEvent(event.type, event.object);
  }
}
