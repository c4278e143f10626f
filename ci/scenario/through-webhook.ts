import type { Backend } from '../lab/backend.ts';
import { apply } from './cluster.ts';
import { until } from './until.ts';

/**
 * Creates or updates objects with an Ingress among them, as soon as the API server reaches the admission webhook, at most half
 * a minute later: right after `helm --wait` a busy node may not know the way yet. What the webhook itself refuses is thrown at once.
 */
export async function applyThroughWebhook(lab: Backend, manifests: string): Promise<void> {
  let said: Error | undefined;
  const attempt = (): Promise<true | undefined> =>
    apply(lab, manifests).then(
      () => true,
      (error: Error) => {
        said = error;
        if (error.message.includes('failed calling webhook')) return undefined;
        throw error;
      },
    );
  await until('the way to the admission webhook', 30, attempt).catch((error: Error) => {
    throw said ?? error;
  });
}
