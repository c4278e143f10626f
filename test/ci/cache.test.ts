import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cached } from '../../ci/toolchain/cache.ts';
import { inScratchFolder } from '../support/scratch-folder.ts';
import { suite } from '../support/suite.ts';

const test = suite('cached');
const fill = (folder: string): Promise<void> => writeFile(join(folder, 'whole'), '');

/** Runs `use` with an empty cache, whose folder it gets. */
async function withCache(use: (root: string) => Promise<void>): Promise<void> {
  await inScratchFolder({}, async (folder) => {
    const previous = process.env['XDG_CACHE_HOME'];
    process.env['XDG_CACHE_HOME'] = folder;
    try {
      await use(join(folder, 'sigsci-ingress'));
    } finally {
      if (previous === undefined) delete process.env['XDG_CACHE_HOME'];
      else process.env['XDG_CACHE_HOME'] = previous;
    }
  });
}

test('fills a folder once', async () => {
  await withCache(async (root) => {
    assert.is(await cached('tool', fill), join(root, 'tool'));
    await cached('tool', () => Promise.reject(new Error('filled again')));
    assert.equal(await readdir(root), ['tool']);
  });
});

test('fills a folder once for two who ask at the same time', async () => {
  await withCache(async () => {
    let fillings = 0;
    const count = async (folder: string): Promise<void> => {
      fillings += 1;
      await fill(folder);
    };
    await Promise.all([cached('tool', count), cached('tool', count)]);
    assert.is(fillings, 1);
  });
});

test('leaves nothing when the filling fails', async () => {
  await withCache(async (root) => {
    const failed = await cached('tool', () => Promise.reject(new Error('no disk'))).catch((error: Error) => error.message);
    assert.is(failed, 'no disk');
    assert.equal(await readdir(root), []);
  });
});

test('fills anew after a run that was killed halfway, and removes what that one left', async () => {
  await withCache(async (root) => {
    const code = "import { cached } from './ci/toolchain/cache.ts'; await cached('tool', () => new Promise(() => { console.log('half'); setInterval(() => {}, 1000); }));";
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    assert.match((await readdir(root)).join(), /^tool\.unfinished-\d+-\w+$/);
    await cached('tool', fill);
    assert.equal(await readdir(root), ['tool']);
    assert.equal(await readdir(join(root, 'tool')), ['whole']);
  });
});

test('gives both of two runs at once the same folder', async () => {
  await withCache(async (root) => {
    await Promise.all([cached('tool', fill), cached('tool', fill)]);
    assert.equal(await readdir(root), ['tool']);
  });
});

test.run();
