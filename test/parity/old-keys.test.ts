/** Keys of older ingress-nginx and nginx-ingress charts: each is refused by its name, with what to use. */
import * as assert from 'uvu/assert';
import { lintLayers } from '../support/lint.ts';
import { suite } from '../support/suite.ts';

const test = suite('keys of older charts');

for (const [key, words] of Object.entries({
  'controller.configMapNamespace': 'namespaceOverride',
  'controller.customTemplate.configMapName': 'nginx.tmpl must be the one of the image',
  'controller.daemonset.useHostPort': 'controller.hostPort',
  'controller.defaultBackend.enabled': 'defaultBackend',
  'controller.defaultBackendPort': 'defaultBackend.port',
  'controller.defaultBackendService': 'controller.extraArgs.default-backend-service',
  'controller.deploymentAnnotations': 'controller.annotations',
  'controller.headers': 'controller.proxySetHeaders',
  'controller.podDisruptionBudget.enabled': 'controller.minAvailable',
  'controller.podSecurityPolicy.enabled': 'Kubernetes has none',
  'controller.publishService.path': 'pathOverride',
  'controller.service.omitClusterIP': 'clusterIP',
  'controller.stats.enabled': 'controller.metrics',
  'controller.statsExporter.service': 'controller.metrics',
  'controller.metrics.service.omitClusterIP': 'clusterIP',
  'podSecurityPolicy.enabled': 'Kubernetes has none',
})) {
  test(`${key} leads to ${words}`, () => {
    const values = key.split('.').reduceRight<unknown>((inner, step) => ({ [step]: inner }), 'x');
    const messages = lintLayers([JSON.stringify(values)]).map(({ message }) => message);
    assert.ok(messages.some((message) => message.includes('is not a key of this chart') && message.includes(words)), messages.join('\n'));
  });
}

test.run();
