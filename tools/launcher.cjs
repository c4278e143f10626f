'use strict';
// Starts the program that stands in the comment at the end of this file. As a comment it costs Node nothing to read,
// and compiled through vm.Script it can be kept: V8 then starts from its own code of an earlier run instead of reading
// more than a megabyte, which takes a third off. What V8 keeps is what that run has used, so lint, which runs at every
// commit, has a place of its own. Without a writable cache folder everything works, only slower.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');

const [head, program] = fs.readFileSync(__filename, 'latin1').split('/*' + 'PROGRAM\n');
const source = program.slice(0, program.lastIndexOf('\n*' + '/')).replaceAll('*@/', '*' + '/');
// V8 compares only the length of a source with its cache: the name holds the content's digest.
const prefix = `${process.argv[2] === 'lint' ? 'lint' : 'others'}-${process.version}-${process.arch}-`;
const folder = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'sigsci-ingress', 'compiled');
const cache = path.join(folder, prefix + DIGEST);

const cachedData = attempt(() => fs.readFileSync(cache));
const script = new vm.Script(source, { filename: __filename, lineOffset: head.split('\n').length, cachedData });
if (!cachedData || script.cachedDataRejected) process.on('exit', () => attempt(keep));
script.runInThisContext()(exports, require, module, __filename, __dirname);

/** Writes what V8 has compiled in this run, and removes what older versions of this program left. */
function keep() {
  fs.mkdirSync(folder, { recursive: true });
  const unfinished = `${cache}.${process.pid}`;
  fs.writeFileSync(unfinished, script.createCachedData());
  fs.renameSync(unfinished, cache);
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith(prefix) && path.join(folder, name) !== cache) fs.rmSync(path.join(folder, name), { force: true });
  }
}

function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
