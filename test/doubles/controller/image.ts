import { chmod, copyFile, cp, lchown, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addAccounts } from '../../../ci/images/accounts.ts';
import { builtImage } from '../../../ci/images/built-image.ts';
import type { BuiltImage, ImageRecipe } from '../../../ci/images/built-image.ts';
import { addFile, addPrograms, libraryClosure } from '../../../ci/images/programs.ts';
import { addFolder, frameRoot } from '../../../ci/images/root.ts';
import { ensurePackages } from '../../../ci/toolchain/debian.ts';
import { run } from '../../../ci/toolchain/run.ts';
import { moduleLibrary } from '../module/build.ts';
import { controllerPrograms, nginxPackages, programSources } from './build.ts';

const here = import.meta.dirname;
const user = { name: 'www-data', uid: 101, gid: 82 };
const modules = '/usr/lib/nginx/modules';
const luaSources = ['balancer.lua', 'certificate.lua'];
const luaLibraries = '/usr/share/lua/5.1';

/** What of Debian stands in for the real image's Alpine or Wolfi: nginx with Lua, an init, a shell and its usual tools. */
const packages = [...nginxPackages, 'dumb-init', 'procps', 'bash', 'dash', 'coreutils', 'diffutils', 'grep', 'sed', 'libcap2-bin'];

const tools = ['bash', 'dumb-init', 'pkill', 'pgrep', 'ps', 'diff', 'cmp', 'grep', 'sed', 'env', 'id', 'date', 'sleep', 'timeout', 'seq',
  ...['cat', 'cp', 'mv', 'rm', 'ln', 'ls', 'mkdir', 'mktemp', 'touch', 'stat', 'readlink', 'dirname', 'basename', 'chmod', 'chown'],
  ...['echo', 'printf', 'true', 'false', 'test', 'expr', 'head', 'tail', 'wc', 'sort', 'uniq', 'cut', 'tr', 'tee', 'od', 'base64', 'sha256sum', 'uname', 'kill'],
];

/** The image of the controller double under the name that the chart's defaults give it behind the lab's registry. */
export async function controllerImage(): Promise<BuiltImage> {
  return builtImage(await controllerRecipe());
}

/**
 * The paths, user and capabilities of the real image, over Debian's programs.
 * Source: kubernetes/ingress-nginx rootfs/Dockerfile (the layout), and the module's names of the vendor's images.
 */
export async function controllerRecipe(): Promise<ImageRecipe> {
  await ensurePackages(packages);
  const system = systemPrograms();
  const module = await moduleLibrary();
  return {
    name: 'sigsci.lab/signalsciences/sigsci-nginx-ingress-controller-chainguard:v1.15.7',
    nextTag: 'v1.15.8',
    config: {
      user: user.name,
      entrypoint: ['/usr/bin/dumb-init', '--'],
      cmd: ['/nginx-ingress-controller'],
      exposedPorts: ['80/tcp', '443/tcp'],
      workingDirectory: '/etc/nginx',
      labels: { 'org.opencontainers.image.title': 'controller double of sigsci-ingress' },
    },
    sources: [
      ...[import.meta.filename, join(here, 'stub.conf'), ...luaSources.map((name) => join(here, name)), ...(await programSources())],
      ...[module, luaLibraries, ...Object.values(system), ...(await libraryClosure([...Object.values(system), module]))],
    ],
    layers: [
      async (root) => {
        await frameRoot(root);
        await addAccounts(root, [user]);
        await addPrograms(root, system);
        await addFolder(root, luaLibraries);
        await cp(luaLibraries, join(root, luaLibraries), { recursive: true });
        await addNginxFolders(root);
        await allowLowPorts(root, ['/usr/bin/dumb-init', '/usr/sbin/nginx']);
      },
      async (root) => {
        await addModule(root, module);
        await addController(root);
        await allowLowPorts(root, ['/nginx-ingress-controller']);
      },
    ],
  };
}

function systemPrograms(): Record<string, string> {
  const programs = Object.fromEntries(tools.map((name) => [`/usr/bin/${name}`, `/usr/bin/${name}`]));
  const plugins = ['ndk_http_module.so', 'ngx_http_lua_module.so', 'ngx_stream_module.so'].map((name) => `${modules}/${name}`);
  for (const path of ['/usr/sbin/nginx', ...plugins]) programs[path] = path;
  return { ...programs, '/usr/bin/sh': '/usr/bin/dash', '/etc/nginx/mime.types': '/etc/nginx/mime.types' };
}

/** What the controller and nginx write, as the real image has it; logs go to the container's streams. */
async function addNginxFolders(root: string): Promise<void> {
  const folders = ['ssl', 'auth', 'geoip', 'telemetry'].map((name) => `/etc/ingress-controller/${name}`);
  for (const path of ['/etc/nginx/lua', ...folders, '/tmp/nginx', '/var/log/nginx', '/var/lib/nginx', '/usr/local/nginx']) await addFolder(root, path);
  await symlink('/dev/stdout', join(root, 'var/log/nginx/access.log'));
  await symlink('/dev/stderr', join(root, 'var/log/nginx/error.log'));
  await symlink(modules, join(root, 'etc/nginx/modules'));
  await copyFile(join(here, 'stub.conf'), join(root, 'etc/nginx/nginx.conf'));
  for (const name of luaSources) await copyFile(join(here, name), join(root, 'etc/nginx/lua', name));
  for (const path of ['etc/nginx', 'etc/ingress-controller', 'tmp/nginx', 'var/log/nginx', 'var/lib/nginx', 'usr/local/nginx']) await giveToUser(join(root, path));
}

async function giveToUser(path: string): Promise<void> {
  for (const name of await readdir(path, { recursive: true })) await lchown(join(path, name), user.uid, user.gid);
  await lchown(path, user.uid, user.gid);
}

/**
 * One library under the names of the present images, the Fastly one and an old versioned one; and one that was built for
 * another nginx, which this one refuses as not binary compatible.
 */
async function addModule(root: string, library: string): Promise<void> {
  const foreign = join(root, modules, 'ngx_http_sigsci_module-for-another-nginx.so');
  const names = ['ngx_http_sigsci_module.so', 'ngx_http_fastly_module.so', 'ngx_http_sigsci_nxo_module-1.17.7.so'];
  for (const name of names) await addFile(root, `${modules}/${name}`, library, 0o644);
  await writeFile(foreign, withForeignSignature(await readFile(library)), { mode: 0o644 });
  for (const needed of await libraryClosure([library])) await addFile(root, needed, needed);
}

/** nginx compares one digit for each feature it was built with: https://github.com/nginx/nginx/blob/master/src/core/ngx_module.h */
function withForeignSignature(library: Buffer): Buffer {
  const signature = /\d,\d,\d,[01]{30,}/.exec(library.toString('latin1'));
  if (!signature) throw new Error('the module has no signature');
  const changed = Buffer.from(library);
  const last = signature.index + signature[0].length - 1;
  changed[last] = (changed[last] ?? 0) ^ 1;
  return changed;
}

async function addController(root: string): Promise<void> {
  const { controller, waitShutdown } = await controllerPrograms();
  await addFile(root, '/nginx-ingress-controller', controller, 0o755);
  await addFile(root, '/wait-shutdown', waitShutdown, 0o755);
  await chmod(root, 0o755);
}

/**
 * Lets uid 101 bind ports below 1024 under no_new_privs: each program from the container's first to nginx needs it.
 * Without NET_BIND_SERVICE in the container's bounding set none of them can be executed:
 * https://github.com/kubernetes/ingress-nginx/issues/12208
 */
async function allowLowPorts(root: string, programs: readonly string[]): Promise<void> {
  for (const path of programs) await run(['setcap', 'cap_net_bind_service=+ep', join(root, path)]);
}
