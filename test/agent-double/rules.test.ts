import * as assert from 'uvu/assert';
import { readCall } from '../doubles/agent/call.ts';
import { readSettings } from '../doubles/agent/settings.ts';
import { judge } from '../doubles/agent/verdict.ts';
import type { Verdict } from '../doubles/agent/verdict.ts';
import { suite } from '../support/suite.ts';
import type { Fields } from './running-agent.ts';

const keys = { SIGSCI_ACCESSKEYID: 'a', SIGSCI_SECRETACCESSKEY: 'b' };

function verdict(fields: Fields, environment: Record<string, string> = {}): Verdict {
  return judge(readCall({ URI: '/', HeadersIn: [], PostBody: '', ...fields }), readSettings({ ...keys, ...environment }).double);
}

const rules = suite('rules');

/** Each attack beside its nearest harmless neighbour, as texts of a URI. */
const pairs: readonly (readonly [tag: string, attack: string, neighbour: string])[] = [
  ['TRAVERSAL', '/?q=../../etc/passwd', '/?q=etc-passwd'],
  ['TRAVERSAL', '/static/../private', '/compare/v1..v2/files'],
  ['TRAVERSAL', '/?f=..\\windows', '/?f=a..\\windows'],
  ['TRAVERSAL', '/?q=/etc/shadow', '/?q=/etc/hosts'],
  ['TRAVERSAL', '/?q=%2e%2e%2fsecret', '/?q=%2e%2esecret'],
  ['TRAVERSAL', '/?q=%252e%252e%252fsecret', '/?q=100%25'],
  ['TRAVERSAL', '/a/..;/manager', '/.well-known/..wait'],
  ['SQLI', '/?id=1+UNION+ALL+SELECT+name', '/?q=union+of+select+committees'],
  ['SQLI', '/?id=1%20union(select%201)', '/?q=reunion+select'],
  ['SQLI', '/?id=1/**/union/**/select/**/1', '/?q=a/**/b'],
  ['SQLI', "/?name='+or+'a'='a", "/?name=O'Reilly+and+sons"],
  ['SQLI', '/?id=1+or+1=1', '/?q=1+or+2'],
  ['SQLI', '/?id=1;drop+table+users', '/?q=tables;drop+by'],
  ['SQLI', '/?id=sleep(5)', '/?q=sleep+(8+hours)'],
  ['XSS', '/?q=<script>alert(1)</script>', '/?q=<strong>script</strong>'],
  ['XSS', '/?q=%3CsCrIpT+src=x', '/?q=%3C3+scripts'],
  ['XSS', '/?q=<img+src=x+onerror=alert(1)>', '/?q=<b>on+sale+=+yes</b>'],
  ['XSS', '/?q=javascript:alert(1)', '/?q=javascript:+the+good+parts'],
  ['XSS', '/?q=<iframe+src=x>', '/?q=a+frame'],
  ['XSS', '/?q=\\u003cscript\\u003e', '/?q=\\u003cb\\u003e'],
];

for (const [tag, attack, neighbour] of pairs) {
  rules(`finds ${tag} in ${attack} and nothing in ${neighbour}`, () => {
    assert.equal([verdict({ URI: attack }).wafResponse, verdict({ URI: attack }).tags], [406, [tag]]);
    assert.equal(verdict({ URI: neighbour }), { wafResponse: 200, tags: [], delay: 0 });
  });
}

rules('looks at selected headers and leaves the others alone', () => {
  const found = (name: string, environment = {}) => verdict({ HeadersIn: [[name, '<script>']] }, environment).tags;
  assert.equal([found('Referer'), found('USER-AGENT'), found('Cookie'), found('X-Note')], [['XSS'], ['XSS'], ['XSS'], []]);
  assert.equal([found('X-Note', { DOUBLE_INSPECTED_HEADERS: 'x-note, via' }), found('Cookie', { DOUBLE_INSPECTED_HEADERS: 'x-note' })], [['XSS'], []]);
});

rules('looks at the body, also inside JSON escapes', () => {
  assert.equal(verdict({ PostBody: 'a=1%27+or+%27a%27%3D%27a' }).tags, ['SQLI']);
  assert.equal(verdict({ PostBody: '{"note":"\\u003cscript\\u003e"}' }).tags, ['XSS']);
  assert.equal(verdict({ PostBody: '{"note":"the \\u003cem\\u003escript"}' }).tags, []);
});

rules('names every signal once', () => {
  assert.equal(verdict({ URI: '/?a=../x&b=../y', PostBody: '<script>' }).tags, ['TRAVERSAL', 'XSS']);
});

rules('takes rules from the environment beside the built-in ones, or instead of them', () => {
  const own = { DOUBLE_RULES: JSON.stringify([{ tag: 'ADMIN', pattern: '^/admin', in: ['uri'], code: 403 }, { tag: 'BOT', pattern: 'crawler', in: ['headers'], code: 200 }]) };
  assert.equal(verdict({ URI: '/admin' }, own), { wafResponse: 403, tags: ['ADMIN'], delay: 0 });
  assert.equal(verdict({ PostBody: '/admin' }, own).tags, []);
  assert.equal(verdict({ HeadersIn: [['User-Agent', 'a Crawler']] }, own), { wafResponse: 200, tags: ['BOT'], delay: 0 });
  assert.equal(verdict({ URI: '/?q=../x' }, own).tags, ['TRAVERSAL']);
  assert.equal(verdict({ URI: '/?q=../x' }, { ...own, DOUBLE_DEFAULT_RULES: 'false' }).tags, []);
});

rules('only tags when the block code is 200', () => {
  assert.equal(verdict({ URI: '/?q=../x' }, { DOUBLE_BLOCK_CODE: '200' }), { wafResponse: 200, tags: ['TRAVERSAL'], delay: 0 });
});

rules('gives a rule its own redirect', () => {
  const own = { DOUBLE_RULES: '[{"tag":"OLD","pattern":"^/old","code":301,"redirect":"https://new.example/"}]' };
  assert.equal(verdict({ URI: '/old' }, own), { wafResponse: 301, tags: ['OLD'], delay: 0, redirect: 'https://new.example/' });
});

rules('gives a rule its own response actions, which come with its tag alone', () => {
  const own = { DOUBLE_RULES: '[{"tag":"MARK","pattern":"^/marked","code":200,"actions":[[2,["X-Mark","1"]]]}]' };
  assert.equal(verdict({ URI: '/marked' }, own), { wafResponse: 200, tags: ['MARK'], delay: 0, actions: [[2, ['X-Mark', '1']]] });
  assert.equal(verdict({ URI: '/plain' }, own), { wafResponse: 200, tags: [], delay: 0 });
});

for (const [what, environment, message] of [
  ['JSON that is none', { DOUBLE_RULES: '[{' }, /^DOUBLE_RULES: .*JSON/],
  ['an object instead of an array', { DOUBLE_RULES: '{}' }, /^DOUBLE_RULES: is not an array/],
  ['a rule without pattern', { DOUBLE_RULES: '[{"tag":"A"}]' }, /needs the texts tag and pattern/],
  ['a pattern that does not compile', { DOUBLE_RULES: '[{"tag":"A","pattern":"("}]' }, /rule A: .*[Uu]nterminated/],
  ['a code that no module blocks on', { DOUBLE_RULES: '[{"tag":"A","pattern":"x","code":299}]' }, /rule A has code 299/],
  ['a place that does not exist', { DOUBLE_RULES: '[{"tag":"A","pattern":"x","in":["cookie"]}]' }, /rule A looks in cookie/],
  ['actions that are none', { DOUBLE_RULES: '[{"tag":"A","pattern":"x","actions":[[9,["X"]]]}]' }, /rule A has actions \[\[9,\["X"\]\]\]/],
  ['a redirect code without an address', { DOUBLE_BLOCK_CODE: '302' }, /code 302 leads nowhere/],
  ['a block code of 600', { DOUBLE_BLOCK_CODE: '600' }, /^DOUBLE_BLOCK_CODE: found "600"/],
] as const) {
  rules(`refuses ${what}`, () => assert.throws(() => readSettings({ ...keys, ...environment }), message));
}

rules('the marker header blocks, tags or answers with any number, and beats the rules', () => {
  const marked = (value: string, environment = {}) => verdict({ HeadersIn: [['X-Double-Verdict', value]] }, environment);
  assert.equal(marked('block'), { wafResponse: 406, tags: ['MARKER'], delay: 0 });
  assert.is(marked('block', { DOUBLE_BLOCK_CODE: '451' }).wafResponse, 451);
  assert.is(marked('tag').wafResponse, 200);
  assert.is(marked('-2').wafResponse, -2);
  assert.equal(marked('308').redirect, 'https://blocked.example/');
  assert.equal(marked('delay=20ms'), { wafResponse: 200, tags: [], delay: 20 });
  assert.equal(marked('hang; delay=20ms'), { wafResponse: 0, tags: [], delay: 20, fault: 'hang' });
  assert.equal(marked('hangs'), { wafResponse: 200, tags: [], delay: 0 });
  assert.equal(marked('nonsense'), { wafResponse: 200, tags: [], delay: 0 });
  assert.equal(verdict({ URI: '/?q=../x', HeadersIn: [['x-double-verdict', 'tag']] }).wafResponse, 200);
  assert.equal(marked('block', { DOUBLE_MARKER_HEADER: 'X-Other' }).tags, []);
});

rules.run();
