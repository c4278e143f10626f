import * as assert from 'uvu/assert';
import { mask } from '../../tools/snapshot/mask.ts';
import { suite } from '../support/suite.ts';

const masking = suite('masking an object');

const object = (kind: string, rest: object) => ({ apiVersion: 'v1', kind, metadata: { name: 'one' }, ...rest });

masking('hides the data of a Secret, and keeps its keys', () => {
  const masked = mask(object('Secret', { data: { accesskeyid: 'aGlkZQ==' }, stringData: { secretaccesskey: 'hide' } }));
  assert.equal(masked['data'], { accesskeyid: '<masked>' });
  assert.equal(masked['stringData'], { secretaccesskey: '<masked>' });
});

masking('keeps the data of a ConfigMap', () => {
  assert.equal(mask(object('ConfigMap', { data: { 'ssl-protocols': 'TLSv1.3' } }))['data'], { 'ssl-protocols': 'TLSv1.3' });
});

masking('hides the chart and its version wherever labels stand, and nothing else of them', () => {
  const labels = { 'helm.sh/chart': 'sigsci-ingress-1.2.3', 'app.kubernetes.io/version': '1.2.3', 'app.kubernetes.io/name': 'sigsci-ingress' };
  const masked = mask(object('Deployment', { spec: { template: { metadata: { labels, annotations: { 'checksum/config': 'abc' } } } } }));
  assert.equal((masked['spec'] as any).template.metadata, {
    labels: { 'helm.sh/chart': '<masked>', 'app.kubernetes.io/version': '<masked>', 'app.kubernetes.io/name': 'sigsci-ingress' },
    annotations: { 'checksum/config': '<masked>' },
  });
});

masking("hides a webhook's authority, which may be made anew in each render, and the day of its renewal", () => {
  const masked = mask({ ...object('ValidatingWebhookConfiguration', { webhooks: [{ name: 'one', clientConfig: { caBundle: 'eA==' } }] }), metadata: { name: 'one', annotations: { 'sigsci-ingress/renew-after': '2031-01-01' } } });
  assert.equal(masked['webhooks'], [{ name: 'one', clientConfig: { caBundle: '<masked>' } }]);
  assert.equal(masked.metadata, { name: 'one', annotations: { 'sigsci-ingress/renew-after': '<masked>' } });
});

masking('hides a key written straight into an environment variable, and keeps a reference to a Secret', () => {
  const reference = { name: 'SIGSCI_SECRETACCESSKEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'secretaccesskey' } } };
  const env = [{ name: 'SIGSCI_ACCESSKEYID', value: 'hide' }, { name: 'SIGSCI_MAX_PROCS', value: '2' }, reference];
  const masked = mask(object('Pod', { spec: { containers: [{ name: 'agent', env }] } }));
  const [key, plain, kept] = (masked['spec'] as any).containers[0].env;
  assert.is(key.value, '<masked>');
  assert.is(plain.value, '2');
  assert.equal(kept, reference);
});

masking.run();
