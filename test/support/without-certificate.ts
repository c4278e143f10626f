import type { Rendered } from './helm.ts';

/** The objects of a render but for the webhook's certificate, which each render without a cluster makes anew. */
export function withoutCertificate(rendered: readonly Rendered[]): Rendered[] {
  return rendered.map((object) => {
    if (object.kind === 'Secret' && object.metadata.labels['app.kubernetes.io/component'] === 'admission-webhook') return { ...object, data: Object.keys(object.data) };
    if (object.kind !== 'ValidatingWebhookConfiguration') return object;
    return { ...object, webhooks: object.webhooks.map((webhook: Rendered) => ({ ...webhook, clientConfig: { ...webhook.clientConfig, caBundle: typeof webhook.clientConfig.caBundle } })) };
  });
}
