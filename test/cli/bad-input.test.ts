/** What lint says of files that are no proper values files. */
import * as assert from 'uvu/assert';
import { runCli } from '../support/run-cli.ts';
import { suite } from '../support/suite.ts';

const test = suite('lint of bad input');

/** The first line of what lint says of a file, and the exit code. */
async function verdict(text: string): Promise<{ code: number; first: string }> {
  const { code, out, err } = await runCli(['lint', 'v.yaml'], { 'v.yaml': text });
  assert.is(err, '');
  return { code, first: out.split('\n')[0] ?? '' };
}

for (const [title, text, first] of [
  ['no YAML', 'agent: [\n', 'v.yaml:2:1: error: not valid YAML for Helm: a value is expected here, found the end of the file [yaml/syntax]'],
  ['a second colon', 'a: b: c\n', 'v.yaml:1:5: error: not valid YAML for Helm: a second ":" on this line; quote the value, or put a nested key on a line of its own [yaml/syntax]'],
  ['a tab', 'agent:\n\tmode: none\n', 'v.yaml:2:1: error: not valid YAML for Helm: a tab stands where the indentation must be spaces [yaml/syntax]'],
  ['an open quote', 'agent:\n  site: "x\n', 'v.yaml:2:9: error: not valid YAML for Helm: this quote is never closed [yaml/syntax]'],
  ['a template', 'agent:\n  site: {{ .Values.site }}\n', 'v.yaml:2:9: error: this is a template, not a values file: render it first, or quote the text if it is meant as it stands [yaml/template]'],
  ['a template with lines of its own', '{{- if .x }}\nagent: {}\n{{- end }}\n', 'v.yaml:1:1: error: this is a template, not a values file: render it first, or quote the text if it is meant as it stands [yaml/template]'],
  ['a template below a key', 'agent:\n  {{- if .x }}\n  mode: none\n  {{- end }}\n', 'v.yaml:2:3: error: this is a template, not a values file: render it first, or quote the text if it is meant as it stands [yaml/template]'],
  ['a template of Terraform', 'agent:\n  %{ if x }\n  mode: none\n', 'v.yaml:2:3: error: this is a template, not a values file: render it first, or quote the text if it is meant as it stands [yaml/template]'],
  ['a template without its end', 'agent:\n  site: {{ .x\n  mode: none\n', 'v.yaml:2:9: error: this is a template, not a values file: render it first, or quote the text if it is meant as it stands [yaml/template]'],
  ['a fault behind a block with braces', 'x-a: |\n  {{ x }}\nagent: [\n', 'v.yaml:4:1: error: not valid YAML for Helm: a value is expected here, found the end of the file [yaml/syntax]'],
  ['a fault beside quoted braces', 'agent: "{{ x }}" b\n', 'v.yaml:1:18: error: not valid YAML for Helm: another key or less indentation is expected here, found a text [yaml/syntax]'],
  ['a list below a comment with braces', '# {{ x }}\n- agent\n', 'v.yaml:2:1: error: not valid YAML for Helm: a values file holds a map of keys, found a list [yaml/syntax]'],
  ['a list', '- agent\n', 'v.yaml:1:1: error: not valid YAML for Helm: a values file holds a map of keys, found a list [yaml/syntax]'],
  ['a Kubernetes object', 'apiVersion: v1\nkind: Secret\n', 'v.yaml:2:1: error: this is a Kubernetes object (apiVersion and kind), not a values file; name a values file [no-kubernetes-object]'],
  ['a HelmRelease', 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values: {a: 1}\n', 'v.yaml:2:1: error: this is a Kubernetes object (apiVersion and kind), not a values file; its values stand at spec.values: put them into a file of their own [no-kubernetes-object]'],
  ['an umbrella chart\'s file', 'mode: 1\nsigsci-ingress: {agent: {mode: none}}\n', 'v.yaml:2:1: error: this is the values file of an umbrella chart: this chart\'s values stand below sigsci-ingress; put what stands there into a file of its own and lint that [no-umbrella-file]'],
  ['an unknown key', 'agents:\n  mode: none\n', 'v.yaml:1:1: error: agents is not a key of this chart; did you mean "agent"? [schema/additionalProperties]'],
  ['a key at the wrong level', 'admissionWebhooks: {}\n', 'v.yaml:1:1: error: admissionWebhooks is not a key of this chart; it belongs below controller [schema/additionalProperties]'],
  ['a wrong type', 'controller:\n  replicaCount: "2"\n', 'v.yaml:2:17: error: controller.replicaCount is "2"; expected: integer [schema/type]'],
  ['an item without its name', 'agent:\n  extraEnvs: [{value: x}]\n', 'v.yaml:2:15: error: agent.extraEnvs[0].name is missing; add it [schema/required]'],
  ['a word of JavaScript', 'constructor: 1\n', 'v.yaml:1:1: error: constructor is not a key of this chart; see the chart\'s values.yaml for the keys that there are [schema/additionalProperties]'],
  ['another one', '__proto__: 1\n', 'v.yaml:1:1: error: __proto__ is not a key of this chart; see the chart\'s values.yaml for the keys that there are [schema/additionalProperties]'],
  ['a digest in a tag', 'agent: {image: {tag: "4.84.0@sha256:x"}}\n', 'v.yaml:1:22: error: agent.image.tag is "4.84.0@sha256:x"; expected: a tag alone; its digest belongs to agent.image.digest [schema/pattern]'],
  ['a default taken away', 'agent: null\n', 'v.yaml:1:1: error: agent is missing; it was removed by null and nothing stands in its place [schema/required]'],
] as const) {
  test(`${title} is one finding with its place`, async () => {
    assert.equal(await verdict(text), { code: 1, first });
  });
}

test('a last line that Helm 4 would lose is told, and a line break behind it helps', async () => {
  const line = `agent: {site: ${'x'.repeat(200)}}${' '.repeat(4096 - 215)}`;
  assert.is(line.length, 4096);
  assert.match((await verdict(`# a\n${line}`)).first, /^v\.yaml:2:1: error: Helm 4 does not see this last line, because it has 4096 bytes and no line break behind it; add the line break \[yaml\/lost-line\]$/);
  assert.equal(await verdict(`# a\n${line}\n`), { code: 0, first: '' });
});

for (const text of ['agent: {config: {toString: 1}}', 'agent: {startup: constructor}', 'agent: {constructor: 1}']) {
  test(`${text} shows nothing of this program`, async () => {
    const { code, out } = await runCli(['lint', 'v.yaml'], { 'v.yaml': text });
    assert.is(code, 1);
    assert.not.match(out, 'native code');
  });
}

test('mode: off is told to be a boolean', async () => {
  const { code, first } = await verdict('agent:\n  mode: off\n');
  assert.is(code, 1);
  assert.match(first, /^v\.yaml:2:9: error: agent\.mode is the boolean false; expected: .*off and no are booleans in YAML; the word is none/);
});

for (const [title, text, warning] of [
  ['a key twice', 'agent:\n  site: a\n  site: b\n', 'v.yaml:3:3: warning: the key site stands here a second time (first on line 2); only this one counts: remove one of the two [yaml/duplicate-key]'],
  ['a key that is a boolean', 'x-y: {on: 1}\n', 'v.yaml:1:7: warning: the key on is a boolean in YAML 1.1, so Helm calls it "true"; quote it [yaml/boolean-key]'],
  ['a second document', 'agent: {}\n---\nagent: {}\n', 'v.yaml:3:1: warning: a second document starts here: Helm 4 merges it over the first, Helm 3.17 ignores it; keep one document in a values file [yaml/several-documents]'],
] as const) {
  test(`${title} is a warning`, async () => {
    assert.equal(await verdict(text), { code: 0, first: warning });
  });
}

for (const [title, text] of [
  ['an empty file', ''],
  ['a comment alone', '# nothing\n'],
  ['a byte order mark', '\ufeffagent:\n  site: my-site\n'],
  ['CRLF', 'agent:\r\n  site: my-site\r\n'],
  ['no end of line', 'agent:\n  site: my-site'],
  ['keys that umbrella charts add', 'global: {any: thing}\nenabled: true\nx-anchors: &a {b: 1}\nsigsci-agent: {global: {}}\n'],
] as const) {
  test(`${title} is accepted`, async () => {
    assert.equal(await verdict(text), { code: 0, first: '' });
  });
}

test('columns count characters behind a byte order mark, CRLF and an emoji', async () => {
  assert.match((await verdict('\ufeffagents: 1\r\n')).first, /^v\.yaml:1:1:/);
  assert.match((await verdict('# 😀\r\nagent: {"x-😀": 1, mod: 1}\r\n')).first, /^v\.yaml:2:9:/);
  assert.match((await runCli(['lint', 'v.yaml'], { 'v.yaml': 'agent: {site: 😀x, mod: 1}\r\n' })).out, /v\.yaml:1:19: error: agent\.mod /);
});

test('bytes that are no UTF-8 are refused with their place', async () => {
  const { code, out } = await runCli(['lint', '-'], {}, Buffer.from([...Buffer.from('agent:\n  site: '), 0xe9, 0x0a]));
  assert.is(code, 1);
  assert.match(out, /^-:2:9: error: not valid YAML for Helm: this character is not UTF-8; save the file as UTF-8 \[yaml\/syntax\]\n/);
});

test('UTF-16 is told by its name', async () => {
  const { out } = await runCli(['lint', '-'], {}, Buffer.from('\ufeffagent: {}\n', 'utf16le'));
  assert.match(out, /^-:1:1: error: .*this file is UTF-16; save it as UTF-8/);
});

test('a file of 10 MB is judged', async () => {
  const entries = Array.from({ length: 200_000 }, (_, index) => `  - {name: VARIABLE_${index}, value: "some text of a variable"}\n`).join('');
  const { code, out } = await runCli(['lint', 'v.yaml'], { 'v.yaml': `controller:\n  extraEnvs:\n${entries.replaceAll('\n  ', '\n    ').replace('  -', '    -')}  replicaCount: x\n` });
  assert.is(code, 1);
  assert.match(out, /^v\.yaml:200003:17: error: controller\.replicaCount is "x"; expected: integer/);
});

test.run();
