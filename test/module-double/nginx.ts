import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt } from '../../ci/toolchain/run.ts';
import type { Result } from '../../ci/toolchain/run.ts';
import { eventually } from '../agent-double/eventually.ts';
import { moduleLibrary, nginxProgram } from '../doubles/module/build.ts';
import { libraryVariant, sanitizerEnvironment } from './sanitizers.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Nginx {
  readonly folder: string;
  /** Everything on standard error so far; the error log goes there, at level info. */
  log(): string;
  /** Has the configuration read again: a new worker starts, the old one ends its requests. */
  reload(): void;
  /** Graceful stop; throws when nginx or a sanitizer had a complaint, or when it has not ended after so many seconds: then it is killed. */
  stop(seconds?: number): Promise<void>;
}

let built: Promise<string> | undefined;
const library = (): Promise<string> => (built ??= moduleLibrary(libraryVariant));

/** A configuration with the module loaded and every path below `folder`. */
async function configuration(folder: string, http: string, main: string, module?: string): Promise<string> {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${folder}/${name};\n`).join('');
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  return `load_module ${module ?? (await library())};
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr info;
${user}${main}
events { worker_connections 512; }
http {
  access_log off;
${paths}${http}
}
`;
}

/** The verdict of `nginx -t` on a configuration: http level text, text outside of http, and the module's file if it has another name. */
export async function checkConfiguration(http: string, main = '', fileName?: string): Promise<Result> {
  const folder = temporaryFolder('nginx-check');
  try {
    const copy = fileName && join(folder, fileName);
    if (copy) copyFileSync(await library(), copy);
    writeFileSync(join(folder, 'nginx.conf'), await configuration(folder, http, main, copy));
    const options = { env: { ...process.env, ...sanitizerEnvironment } };
    return await attempt([nginxProgram, '-t', '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts Debian's nginx with the module and one worker, and waits until `port` accepts connections. It ends with this process. */
export async function startNginx(port: number, http: string, main = ''): Promise<Nginx> {
  const folder = temporaryFolder('nginx');
  writeFileSync(join(folder, 'nginx.conf'), await configuration(folder, http, main));
  const options = { env: { ...process.env, ...sanitizerEnvironment } };
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', nginxProgram, '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], { ...options, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text += part));
  const closed = once(child, 'close');
  await eventually('nginx accepts connections', () => (child.exitCode === null ? accepts(port) : ended(text)));
  const stop = async (seconds = 60): Promise<void> => {
    child.kill('SIGQUIT');
    const ends = await Promise.race([closed, sleep(seconds * 1000, undefined, { ref: false })]);
    // Its workers too, which are of its process group and hold its standard error.
    if (!ends) process.kill(-(child.pid as number), 'SIGKILL');
    await closed;
    rmSync(folder, { recursive: true, force: true });
    if (!ends) throw new Error(`nginx did not end within ${seconds} s of SIGQUIT:\n${text}`);
    complain(text);
  };
  return { folder, log: () => text, reload: () => void child.kill('SIGHUP'), stop };
}

function ended(text: string): never {
  throw new Error(`nginx ended:\n${text}`);
}

function complain(log: string): void {
  const found = /^.*(\[alert\]|\[emerg\]|Sanitizer|runtime error|exited on signal).*$/m.exec(log);
  if (found) throw new Error(`nginx complained: ${found[0]}\n${log}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });
}
