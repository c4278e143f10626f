/** When an Ingress is tried again, and when not, in front of a lab that answers what the test says. */
import * as assert from 'uvu/assert';
import type { Backend } from '../../../ci/lab/backend.ts';
import { applyThroughWebhook } from '../../../ci/scenario/through-webhook.ts';
import { suite } from '../../support/suite.ts';

const through = suite('objects that the admission webhook is asked about');

/** A lab whose API server gives these answers, one after the other; an empty one takes the objects. */
function answering(...answers: string[]): { lab: Backend; left: string[] } {
  const left = [...answers];
  const exec: Backend['exec'] = async () => {
    const stderr = left.shift() ?? 'asked once too often';
    return { code: stderr === '' ? 0 : 1, stdout: '', stderr };
  };
  return { lab: { exec } as unknown as Backend, left };
}

const unreached = 'Internal error occurred: failed calling webhook "validate.nginx.ingress.kubernetes.io": failed to call webhook: Post "https://…": EOF';

through('are tried again while the API server does not reach it', async () => {
  const { lab, left } = answering(unreached, '');
  await applyThroughWebhook(lab, 'objects');
  assert.equal(left, []);
});

through('are not tried again once it has refused them, nor after any other error', async () => {
  for (const refusal of ['admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: bad', 'namespaces "shop" not found']) {
    const { lab, left } = answering(refusal, '');
    const said = await applyThroughWebhook(lab, 'objects').catch((error: Error) => error.message);
    assert.match(said ?? '', refusal);
    assert.equal(left, ['']);
  }
});

through.run();
