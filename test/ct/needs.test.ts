import * as assert from 'uvu/assert';
import { findNeeds } from '../../tools/ct/needs.ts';
import { suite } from '../support/suite.ts';

const needs = suite('what a case needs');

/** A manifest of one Deployment with this pod spec (YAML flow style), and further documents. */
const manifest = (podSpec: string, ...more: string[]): string =>
  [`apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: server}\nspec: {template: {spec: ${podSpec}}}\n`, ...more].join('---\n');

const reference = (name: string, key: string, optional = false): string => `{name: ANY, valueFrom: {secretKeyRef: {name: ${name}, key: ${key}, optional: ${optional}}}}`;

needs('the Secrets that containers and init containers read, with every key once', () => {
  const env = `env: [${reference('keys', 'id')}, ${reference('keys', 'secret')}]`;
  const { secrets } = findNeeds(manifest(`{initContainers: [{name: agent, ${env}}], containers: [{name: server, ${env}}]}`));
  assert.equal([...secrets], [['keys', ['id', 'secret']]]);
});

needs('no Secret that the chart makes itself, whose texts are confidential', () => {
  const made = 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {id: first-text}\ndata: {other: c2Vjb25kLXRleHQ=}\n';
  const { secrets, confidential } = findNeeds(manifest(`{containers: [{name: server, env: [${reference('keys', 'id')}]}]}`, made));
  assert.is(secrets.size, 0);
  assert.ok(confidential.includes('first-text') && confidential.includes('second-text'));
});

needs('no Secret that a container can do without', () => {
  assert.is(findNeeds(manifest(`{containers: [{name: server, env: [${reference('keys', 'id', true)}]}]}`)).secrets.size, 0);
});

const ports: [string, string, boolean][] = [
  ['a host port', manifest('{containers: [{name: server, ports: [{containerPort: 80, hostPort: 80}]}]}'), true],
  ["the node's network", manifest('{hostNetwork: true, containers: [{name: server}]}'), true],
  ['a node port written down', manifest('{}', 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80, nodePort: 30080}]}\n'), true],
  ['a node port left to Kubernetes', manifest('{}', 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {type: NodePort, ports: [{port: 80}]}\n'), false],
  ['a container port', manifest('{containers: [{name: server, ports: [{containerPort: 80}]}]}'), false],
];

for (const [what, text, taken] of ports) {
  needs(`${what} ${taken ? 'is' : 'is not'} a port of the node`, () => assert.is(findNeeds(text).takesNodePort, taken));
}

needs.run();
