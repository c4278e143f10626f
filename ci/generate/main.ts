/**
 * npm run gen: writes every generated file. npm run gen -- --kubernetes [--lab NAME | FILE]: first fetches the Kubernetes
 * types from a lab's API server (or reads the OpenAPI document FILE). npm run check (`--check`): writes nothing, says what
 * is stale or breaks a rule of the project. Exit 0 when clean, 1 with findings.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checks } from './checks.ts';
import { generators } from './generators.ts';
import { generateKubernetes } from './kubernetes.ts';

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

/** What the lab's API server says of its own types. */
async function labOpenApi(name: string | undefined): Promise<string> {
  const { openLab } = await import('../lab/lab.ts');
  const lab = await openLab(name);
  const { stdout } = await lab.exec(['kubectl', 'get', '--raw', '/openapi/v2']);
  return stdout;
}

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false }, kubernetes: { type: 'boolean', default: false }, lab: { type: 'string' } },
  allowPositionals: true,
});
const root = process.cwd();
if (values.kubernetes) {
  const [file] = positionals;
  const document = file ? await readFile(file, 'utf8') : await labOpenApi(values.lab);
  process.stdout.write(`Kubernetes types ← ${await generateKubernetes(root, JSON.parse(document))}\n`);
}
if (values.check) process.exitCode = (await checkAll(root)) === 0 ? 0 : 1;
else await generateAll(root);
