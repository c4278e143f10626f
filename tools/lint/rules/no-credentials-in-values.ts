import { formatPath } from '../../values/path.ts';
import type { Path } from '../../values/path.ts';
import { looksSecret } from '../shown.ts';
import { listAt, mapAt, textAt } from '../rule.ts';
import type { Report, Rule } from '../rule.ts';

const remedy = 'put the keys into a Secret and name it in agent.credentials.existingSecret';
const keyVariables = ['SIGSCI_ACCESSKEYID', 'SIGSCI_SECRETACCESSKEY'];

export default {
  id: 'no-credentials-in-values',
  severity: 'warning',
  summary: "the agent's keys stand in a Secret, not in values",
  check({ values }, report) {
    for (const name of ['accessKeyId', 'secretAccessKey']) {
      const path = ['agent', 'credentials', name];
      if (textAt(values, ...path) !== '') report(path, `${formatPath(path)} holds a key in plain text; ${remedy}`);
    }
    for (const option of Object.keys(mapAt(values, 'agent', 'config'))) {
      const path = ['agent', 'config', option];
      if (looksSecret(textAt(values, ...path))) report(path, `${formatPath(path)} looks like a key in plain text; ${remedy}`);
    }
    for (const path of [['agent', 'extraEnvs'], ['controller', 'extraEnvs']]) checkEnvironment(listAt(values, ...path), path, report);
    for (const path of [['controller', 'extraContainers'], ['controller', 'extraInitContainers']]) {
      listAt(values, ...path).forEach((container, index) => checkEnvironment(listAt(container, 'env'), [...path, index, 'env'], report));
    }
  },
} satisfies Rule;

function checkEnvironment(environment: readonly unknown[], path: Path, report: Report): void {
  environment.forEach((entry, index) => {
    const value = textAt(entry as never, 'value');
    const holdsKey = keyVariables.includes(textAt(entry as never, 'name')) && value !== '' && !value.startsWith('$(');
    if (!holdsKey && !looksSecret(value)) return;
    const place = [...path, index, 'value'];
    report(place, `${formatPath(place)} ${holdsKey ? 'holds' : 'looks like'} a key in plain text; take it from a Secret by valueFrom.secretKeyRef, or ${remedy}`);
  });
}
