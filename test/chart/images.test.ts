import * as assert from 'uvu/assert';
import { template } from '../support/helm.ts';
import type { TemplateOptions, Values } from '../support/helm.ts';
import { containerOf, controllerPod, podsOf } from '../support/pod-spec.ts';
import { suite } from '../support/suite.ts';

const test = suite('images');
const controllerName = 'signalsciences/sigsci-nginx-ingress-controller-chainguard';

interface Images { readonly agent: [string, string]; readonly controller: [string, string] }

async function images(values: Values, options: TemplateOptions = {}): Promise<Images> {
  const pod = controllerPod(await template(values, options));
  const of = (name: string): [string, string] => [containerOf(pod, name).image, containerOf(pod, name).imagePullPolicy];
  return { agent: of('sigsci-agent'), controller: of('controller') };
}

test('the defaults are versions of both images, pulled when missing, without a digest', async () => {
  assert.equal(await images({}), {
    agent: ['docker.io/signalsciences/sigsci-agent:4.84.0', 'IfNotPresent'],
    controller: [`docker.io/${controllerName}:v1.15.7`, 'IfNotPresent'],
  });
});

test('a tag alone, from the command line, is enough', async () => {
  const args = ['--set', 'agent.image.tag=4.83.0', '--set', 'controller.image.tag=v1.15.6'];
  const { agent, controller } = await images({}, { args });
  assert.equal([agent[0], controller[0]], ['docker.io/signalsciences/sigsci-agent:4.83.0', `docker.io/${controllerName}:v1.15.6`]);
});

test('a tag of digits alone, as a command line or a file gives it, stays what it is', async () => {
  const { agent, controller } = await images({}, { args: ['--set', 'agent.image.tag=4', '--set', 'controller.image.tag=20240101'] });
  assert.equal([agent[0], controller[0]], ['docker.io/signalsciences/sigsci-agent:4', `docker.io/${controllerName}:20240101`]);
  const written = await images({ agent: { image: { tag: 0 } }, controller: { image: { tag: 20240101123456 } } });
  assert.equal([written.agent[0], written.controller[0]], ['docker.io/signalsciences/sigsci-agent:0', `docker.io/${controllerName}:20240101123456`]);
});

test('latest with Always, and a custom tag with Never', async () => {
  const latest = await images({ agent: { image: { tag: 'latest', pullPolicy: 'Always' } } });
  assert.equal(latest.agent, ['docker.io/signalsciences/sigsci-agent:latest', 'Always']);
  const custom = await images({ agent: { image: { tag: 'testing', pullPolicy: 'Never' } } });
  assert.equal(custom.agent, ['docker.io/signalsciences/sigsci-agent:testing', 'Never']);
});

test('a digest stands behind the tag, and false or null count as none', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  assert.is((await images({ controller: { image: { digest } } })).controller[0], `docker.io/${controllerName}:v1.15.7@${digest}`);
  for (const none of [false, null, '']) assert.is((await images({ controller: { image: { digest: none } } })).controller[0], `docker.io/${controllerName}:v1.15.7`);
});

test("the registry is the image's, else the global one, else the publisher's", async () => {
  const global = { image: { registry: 'mirror.example.com' } };
  const both = await images({ global, agent: { image: { registry: 'agents.example.com' } } });
  assert.match(both.agent[0], /^agents\.example\.com\/signalsciences\/sigsci-agent:/);
  assert.match(both.controller[0], new RegExp(`^mirror\\.example\\.com/${controllerName}:`));
});

test('a repository is a whole name and beats every registry', async () => {
  const values = { global: { image: { registry: 'mirror.example.com' } }, controller: { image: { repository: 'own.example.com/waf/nginx', registry: 'x', image: 'y' } } };
  assert.is((await images(values)).controller[0], 'own.example.com/waf/nginx:v1.15.7');
});

test('the archived line stays selectable', async () => {
  const image = { image: 'signalsciences/sigsci-nginx-ingress-controller', tag: '1.15.1-fastly1.4.0' };
  assert.is((await images({ controller: { image } })).controller[0], 'docker.io/signalsciences/sigsci-nginx-ingress-controller:1.15.1-fastly1.4.0');
});

test('pull secrets reach every pod', async () => {
  const imagePullSecrets = [{ name: 'registry' }];
  for (const pod of podsOf(await template({ imagePullSecrets, agent: { mode: 'service' } }))) assert.equal(pod.imagePullSecrets, imagePullSecrets);
});

test('the test of a release needs no second image', async () => {
  const rendered = await template();
  const used = new Set(podsOf(rendered).flatMap((pod) => pod.containers).map((container: { image: string }) => container.image));
  assert.is(used.size, 1);
});

test.run();
