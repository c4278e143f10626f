import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../ci/toolchain/cache.ts';
import { run } from '../../ci/toolchain/run.ts';
import { moduleSource } from '../doubles/module/build.ts';

const main = join(import.meta.dirname, 'harness.c');
const flags = ['-std=c11', '-g', '-O1', '-fno-omit-frame-pointer', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-Wall', '-Wextra', '-Werror', '-Wshadow', '-Wconversion'];
const parts = ['msgpack_reader.c', 'msgpack_writer.c', 'answer.c', 'answer_headers.c', 'answer_values.c'];

/** The program of harness.c, built with the sanitizers into the cache. */
export async function harness(): Promise<string> {
  const hash = createHash('sha256').update(flags.join(' '));
  const sources = (await readdir(moduleSource)).filter((name) => /^(msgpack|answer)/.test(name)).sort();
  for (const file of [main, ...sources.map((name) => join(moduleSource, name))]) hash.update(await readFile(file));
  const folder = await cached(`module-double/harness-${hash.digest('hex').slice(0, 16)}`, async (target) => {
    await run(['gcc', ...flags, `-I${moduleSource}`, main, ...parts.map((name) => join(moduleSource, name)), '-o', join(target, 'harness')]);
  });
  return join(folder, 'harness');
}

/** Feeds bytes to the harness; returns its exit code and what it wrote. */
export async function runHarness(mode: string, input: Buffer): Promise<{ code: number | null; stdout: Buffer; stderr: string }> {
  const child = spawn(await harness(), [mode], { stdio: 'pipe' });
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(out), stderr }));
  });
}
