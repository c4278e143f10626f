import { readFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { coredns, kubernetes } from '../../../ci/pins.ts';
import { suite } from '../../support/suite.ts';

const test = suite('the Go module of the cluster');

test('requires the pinned versions, and of every part of Kubernetes the one that belongs to it', async () => {
  const text = await readFile('ci/lab/cluster/go.mod', 'utf8');
  const required = (module: string): string | undefined => new RegExp(`^\\t${module} v(\\S+)$`, 'm').exec(text)?.[1];
  assert.is(required('k8s.io/kubernetes'), kubernetes.version);
  assert.is(required('github.com/coredns/coredns'), coredns.version);
  const parts = [...text.matchAll(/^\tk8s\.io\/\S+ => k8s\.io\/\S+ v(\S+)$/gm)].map((match) => match[1]);
  assert.ok(parts.length > 0);
  assert.equal([...new Set(parts)], [kubernetes.version.replace(/^1/, '0')]);
});

test.run();
