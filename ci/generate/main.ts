/**
 * npm run gen: writes every generated file. npm run check (`--check`): writes nothing, says what is stale or
 * breaks a rule of the project. Exit 0 when clean, 1 with findings.
 */
import { parseArgs } from 'node:util';
import { checks } from './checks.ts';
import { generators } from './generators.ts';

async function generateAll(root: string): Promise<void> {
  for (const generator of generators) {
    const started = Date.now();
    await generator.run(root);
    process.stdout.write(`${generator.name} → ${generator.outputs.join(', ')} (${Date.now() - started} ms)\n`);
  }
}

async function checkAll(root: string): Promise<number> {
  let count = 0;
  for (const check of checks) {
    const findings = await check.find(root);
    count += findings.length;
    process.stdout.write(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${check.name}\n${findings.map((line) => `     ${line}\n`).join('')}`);
  }
  return count;
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
if (values.check) process.exitCode = (await checkAll(process.cwd())) === 0 ? 0 : 1;
else await generateAll(process.cwd());
