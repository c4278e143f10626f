import { columns } from '../columns.ts';
import type { Release } from '../scenario/release.ts';
import type { Row } from './scene.ts';

/** The closing table: what was sent, what came back, what the agent wrote down. */
export function table(rows: readonly Row[]): string {
  const header = ['request', 'expected', 'answer', "agent's record", ''];
  const lines = rows.map((row) => [row.request, row.expected, row.answer, row.record, row.held ? 'ok' : 'NOT AS EXPECTED']);
  return `\n${columns(header, lines)}\n${doubles}\n`;
}

const doubles =
  'Kubernetes, containerd, helm, nginx and the chart are real; agent, module and controller are doubles of the images that need an account (test/doubles).';

/** What to type while the lab is kept running. */
export function howToUse(lab: string, { name, namespace }: Release, address: string): string {
  const inside = `npm run lab:exec -- --name ${lab}`;
  return `
It is still running:
  ${inside} kubectl get pods -A
  ${inside} curl -i -H 'Host: shop.example' 'http://${address}/?q=../../etc/passwd'
  ${inside} kubectl logs -n ${namespace} -l app.kubernetes.io/instance=${name} -c sigsci-agent --tail 5
  ${inside} helm test ${name} -n ${namespace}
  npm run lab:down -- --name ${lab}     removes everything
`;
}
