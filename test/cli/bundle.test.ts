/** The bundle as users run it: one file, a process of its own, nothing beside it. */
import { spawn } from 'node:child_process';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { attempt } from '../../ci/toolchain/run.ts';
import { tool } from '../../ci/toolchain/tool.ts';
import { commands } from '../../tools/commands/index.ts';
import { inScratchFolder, writeFiles } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const bundle = fileURLToPath(new URL('../../tools/dist/sigsci-values.cjs', import.meta.url));
const files = { 'good.yaml': 'agent:\n  site: my-site\n', 'bad.yaml': 'agent:\n  mode: sidcar\n', 'home/.keep': '' };

/** Runs a copy of the bundle, alone in a folder, with a home of its own. */
function inFolder(use: (run: (args: readonly string[], env?: NodeJS.ProcessEnv) => ReturnType<typeof attempt>, folder: string) => Promise<void>): Promise<void> {
  return inScratchFolder(files, async (folder) => {
    const program = join(folder, 'sigsci-values.cjs');
    await copyFile(bundle, program);
    const home = { PATH: process.env['PATH'], HOME: join(folder, 'home') };
    await use((args, env = {}) => attempt([process.execPath, program, ...args], { cwd: folder, env: { ...home, ...env } }), folder);
  });
}

const test = suite('bundle');

test('needs nothing but Node', async () => {
  const text = await readFile(bundle, 'utf8');
  // ajv holds texts that speak of require, for code that it would write into files.
  const wanted = new Set([...text.matchAll(/(?<!['"`])\brequire\("([^"]+)"\)/g)].map((match) => match[1] ?? ''));
  assert.equal([...wanted].filter((name) => !name.startsWith('node:') && !builtinModules.includes(name)), []);
  assert.match(text, /^#!\/usr\/bin\/env node\n\/\/ GENERATED /);
});

test('ends with 0, 1 and 2 as a process of its own', async () => {
  await inFolder(async (run) => {
    assert.equal(await run(['lint', 'good.yaml']), { code: 0, stdout: '', stderr: '' });
    const bad = await run(['lint', 'good.yaml', 'bad.yaml']);
    assert.is(bad.code, 1);
    assert.match(bad.stdout, /^bad\.yaml:2:9: error: /);
    assert.equal(await run(['lint', 'none.yaml']), { code: 2, stdout: '', stderr: 'sigsci-values: none.yaml: there is no such file\n' });
  });
});

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: painting\nversion: 1.0.0\nicon: https://example.com/icon.png\n',
  'chart/values.yaml': 'sky: blue\n',
  'chart/values.schema.json': '{"type":"object","properties":{"sky":{"type":"string"}}}',
  'chart/templates/it.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: painting\ndata:\n  sky: {{ .Values.sky }}\n',
  'chart/ci/evening-values.yaml': 'sky: red\n',
  'none.yaml': 'sky: 3\n',
};

/** Of every command one call that ends with 0 and one that ends otherwise: each runs its own part of the program. */
const calls: readonly (readonly [args: string, code: number])[] = [
  ['lint good.yaml', 0],
  ['lint bad.yaml', 1],
  ['lint --chart chart chart/ci/evening-values.yaml', 0],
  ['lint --chart chart none.yaml', 1],
  ['types', 0],
  ['types more', 2],
  ['schema', 0],
  ['schema --chart nowhere', 2],
  ['snapshot --ci --snapshots nowhere', 1],
  ['snapshot --update', 0],
  ['ct lint', 0],
  ['ct lint --set sky=1', 1],
  ['images', 0],
  ['images none.yaml', 1],
  ['doctor', 0],
  ['doctor --format xml', 2],
];

test('runs every command, to a good and to a bad end', async () => {
  const env = { SIGSCI_HELM: await tool('helm4'), SIGSCI_CT: await tool('ct'), SIGSCI_KUBECTL: await tool('kubectl') };
  await inFolder(async (run, folder) => {
    await writeFiles(folder, chart);
    for (const [args, code] of calls) {
      const said = await run(args.split(' '), env);
      assert.is(said.code, code, `${args}\n${said.stdout}${said.stderr}`);
      assert.not.match(said.stderr, 'this is a bug', args);
    }
  });
  assert.equal([...new Set(calls.map(([args]) => args.split(' ')[0]))].sort(), Object.keys(commands).sort());
});

test("keeps V8's code in the cache folder, and survives when it is broken or cannot be written", async () => {
  await inFolder(async (run, folder) => {
    const cache = join(folder, 'home/.cache/sigsci-ingress/compiled');
    await run(['lint', 'good.yaml']);
    const [name = ''] = await readdir(cache);
    assert.match(name, `lint-${process.version}-`);
    await writeFile(join(cache, name), 'broken');
    assert.is((await run(['lint', 'bad.yaml'])).code, 1);
    assert.ok((await readFile(join(cache, name))).length > 1000);
    assert.equal(await run(['lint', 'good.yaml'], { XDG_CACHE_HOME: '/dev/null/nowhere' }), { code: 0, stdout: '', stderr: '' });
  });
});

test('keeps the code of lint apart from that of the other commands, which use little of it', async () => {
  await inFolder(async (run, folder) => {
    await run(['--version']);
    await run(['lint', 'good.yaml']);
    const names = (await readdir(join(folder, 'home/.cache/sigsci-ingress/compiled'))).sort();
    assert.equal(names.map((name) => name.split('-')[0]), ['lint', 'others']);
  });
});

test('removes what an older version left in the cache folder', async () => {
  await inFolder(async (run, folder) => {
    const cache = join(folder, 'cache/sigsci-ingress/compiled');
    await mkdir(cache, { recursive: true });
    await writeFile(join(cache, `lint-${process.version}-${process.arch}-0123`), 'old');
    await writeFile(join(cache, `lint-v99.0.0-${process.arch}-0123`), 'of another Node');
    await run(['lint', 'good.yaml'], { XDG_CACHE_HOME: join(folder, 'cache') });
    const left = await readdir(cache);
    assert.is(left.length, 2);
    assert.ok(left.includes(`lint-v99.0.0-${process.arch}-0123`));
  });
});

test('a reader that stops early is no error', async () => {
  await inFolder(async (_, folder) => {
    const many = 'agent:\n' + Array.from({ length: 5000 }, (__, index) => `  unknown${index}: 1\n`).join('');
    await writeFile(join(folder, 'many.yaml'), many);
    const { stderr } = await attempt(['sh', '-c', `${process.execPath} sigsci-values.cjs lint many.yaml | head -1`], { cwd: folder });
    assert.is(stderr, '');
  });
});

test('Ctrl-C ends it while it waits for standard input', async () => {
  await inFolder(async (_, folder) => {
    const child = spawn(process.execPath, ['sigsci-values.cjs', 'lint', '-'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
    setTimeout(() => child.kill('SIGINT'), 300);
    assert.is(await ended, 'SIGINT');
  });
});

test.run();
