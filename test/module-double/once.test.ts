import * as assert from 'uvu/assert';
import { eventually } from '../agent-double/eventually.ts';
import { suite } from '../support/suite.ts';
import { onStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Script } from './scripted-agent.ts';

const judge: Script = (call) => ({ WAFResponse: call.fields['URI'].includes('attack') ? 406 : 200, RequestHeaders: [] });

/** The paths that the agent was asked about while `use` ran. */
async function asked(stage: Stage, use: () => Promise<unknown>): Promise<string[]> {
  const before = stage.agent.calls.length;
  await use();
  return stage.agent.calls.slice(before).filter((call) => call.method === 'RPC.PreRequest').map((call) => call.fields['URI']);
}

const server = `
  set $root /nowhere;
  location / { proxy_pass http://BACKEND; }
  location /error-page { error_page 404 /pages/missing; proxy_intercept_errors on; proxy_pass http://BACKEND; }
  location /pages { proxy_pass http://BACKEND; }
  location /tried { root $root; try_files $uri @named; }
  location @named { proxy_pass http://BACKEND; }
  location /guarded { auth_request /authority; proxy_pass http://BACKEND; }
  location /authority { internal; proxy_pass http://BACKEND; proxy_pass_request_body off; proxy_set_header Content-Length ""; }
  location /mirrored { mirror /copy; proxy_pass http://BACKEND; }
  location /copy { internal; proxy_pass http://BACKEND/copied; }
  location /accelerated { proxy_pass http://BACKEND; }
  location /accelerated-quiet { proxy_pass http://BACKEND; }
  location /silent-start { sigsci_enabled off; proxy_pass http://BACKEND; }
  location /tried-quiet { root $root; try_files $uri /quiet/tried; }
  location /moved { rewrite ^/moved/(.*) /quiet/$1 last; }
  location /back { rewrite ^/back/(.*) /shop/$1 last; sigsci_enabled off; }
  location /quiet { sigsci_enabled off; proxy_pass http://BACKEND; }
  location /loud { error_page 406 /pages/blocked; proxy_pass http://BACKEND; }
  location /return { return 204; }
  location /limited { client_max_body_size 10; error_page 413 /pages/large; proxy_pass http://BACKEND; }
`;

const once = suite<{ stage: Stage }>('each request is judged once');

onStage(once, {
    server,
    script: judge,
    application: ({ url }, response) => {
      if (url === '/accelerated-quiet') response.setHeader('X-Accel-Redirect', '/quiet/accelerated');
      else if (url === '/silent-start') response.setHeader('X-Accel-Redirect', '/pages/from-silence');
      else if (url.startsWith('/accelerated')) response.setHeader('X-Accel-Redirect', '/pages/accelerated');
      response.statusCode = url.startsWith('/error-page') ? 404 : 200;
      response.end(`backend saw ${url}`);
    },
  });

for (const [what, path] of Object.entries({
  'an error page': '/error-page',
  'try_files with a named location': '/tried',
  'a subrequest for authorization': '/guarded',
  'a mirrored subrequest': '/mirrored',
  'X-Accel-Redirect': '/accelerated',
})) {
  once(`${what} does not ask again`, async ({ stage }) => {
    assert.equal(await asked(stage, () => stage.send(path, { method: 'POST', body: 'a=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })), [path]);
  });
}

once('the page for a block is served without a second question', async ({ stage }) => {
  const paths = await asked(stage, async () => {
    const reply = await stage.send('/loud/attack');
    assert.is(reply.status, 406);
    assert.is(reply.body, 'backend saw /pages/blocked');
  });
  assert.equal(paths, ['/loud/attack']);
});

once('after a rewrite the location that the request ends in decides, switched off', async ({ stage }) => {
  assert.equal(await asked(stage, () => stage.send('/moved/attack')), []);
});

once('after a rewrite the location that the request ends in decides, switched on', async ({ stage }) => {
  assert.equal(await asked(stage, async () => assert.is((await stage.send('/back/attack')).status, 406)), ['/back/attack']);
});

for (const [what, path, end] of [['X-Accel-Redirect', '/accelerated-quiet', '/quiet/accelerated'], ['try_files', '/tried-quiet', '/quiet/tried']] as const) {
  once(`${what} into a location where it is off: the verdict stands, and the agent gets its report`, async ({ stage }) => {
    stage.agent.script = (call) => ({ WAFResponse: 200, RequestID: `id of ${call.fields['URI']}`, RequestHeaders: [], RespActions: [[1, ['X-Judged', 'yes']]] });
    const paths = await asked(stage, async () => {
      const reply = await stage.send(path);
      assert.equal([reply.body, reply.headers['x-judged']], [`backend saw ${end}`, 'yes']);
    });
    assert.equal(paths, [path]);
    const report = await eventually('the report', () => stage.agent.calls.find(({ method, fields }) => method === 'RPC.UpdateRequest' && fields['RequestID'] === `id of ${path}`));
    assert.is(report.fields['ResponseCode'], 200);
    stage.agent.script = judge;
  });
}

once('X-Accel-Redirect from a location where it is off into one where it is on asks about the URI that the client sent', async ({ stage }) => {
  const sent = { method: 'POST', body: 'a=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
  assert.equal(await asked(stage, async () => assert.is((await stage.send('/silent-start', sent)).body, 'backend saw /pages/from-silence')), ['/silent-start']);
});

once('what nginx answers by `return` is never asked about', async ({ stage }) => {
  assert.equal(await asked(stage, async () => assert.is((await stage.send('/return')).status, 204)), []);
});

once('a body that nginx refuses (413) is never asked about, nor is its error page', async ({ stage }) => {
  const big = { method: 'POST', body: 'a=12345678901234567890', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
  const paths = await asked(stage, async () => {
    const reply = await stage.send('/limited', big);
    assert.is(reply.status, 413);
    assert.is(reply.body, 'backend saw /pages/large');
  });
  assert.equal(paths, []);
});

once.run();

const switches = suite<{ stage: Stage }>('sigsci_enabled');

onStage(switches, {
    script: judge,
    http: 'sigsci_agent_timeout 20000; sigsci_enabled off;',
    server: `
      location / { proxy_pass http://BACKEND; }
      location /on { sigsci_enabled on; proxy_pass http://BACKEND; location /on/off { sigsci_enabled off; proxy_pass http://BACKEND; } }
    `,
  });

for (const [path, questions] of [['/attack', 0], ['/on/attack', 1], ['/on/off/attack', 0]] as const) {
  switches(`the innermost setting counts: ${path} is ${questions ? 'judged' : 'let through'}`, async ({ stage }) => {
    const paths = await asked(stage, async () => assert.is((await stage.send(path)).status, questions ? 406 : 200));
    assert.is(paths.length, questions);
  });
}

switches('where it is off the request stays as the client sent it', async ({ stage }) => {
  await stage.send('/plain', { headers: { 'X-SigSci-Tags': 'MINE' } });
  assert.is(stage.backend.received.at(-1)?.headers['x-sigsci-tags'], 'MINE');
});

switches.run();

for (const phase of ['rewrite', 'preaccess', 'access', 'precontent']) {
  const phases = suite<{ stage: Stage }>(`sigsci_handler_phase ${phase}`);

  onStage(phases, {
      http: `sigsci_agent_timeout 20000; sigsci_handler_phase ${phase};`,
      server: `
        location / { proxy_pass http://BACKEND; }
        location /open { satisfy any; allow all; deny all; auth_basic "shop"; auth_basic_user_file /nonexistent; proxy_pass http://BACKEND; }
        location /closed { deny all; proxy_pass http://BACKEND; }
      `,
    });

  phases('passes and blocks, with and without a body', async ({ stage }) => {
    stage.agent.script = judge;
    for (const sent of [{}, { method: 'POST', body: '{"a":1}', headers: { 'Content-Type': 'application/json' } }]) {
      assert.is((await stage.send('/shop', sent)).status, 200);
      assert.is((await stage.send('/attack', sent)).status, 406);
    }
  });

  phases('a block of 403 stands, though `satisfy any` would let the request in', async ({ stage }) => {
    stage.agent.script = () => ({ WAFResponse: 403, RequestHeaders: [] });
    assert.is((await stage.send('/open')).status, 403);
    stage.agent.script = judge;
    assert.is((await stage.send('/open')).status, 200);
  });

  phases(`asks ${phase === 'precontent' ? 'only about what access rules let in' : 'before access rules refuse'}`, async ({ stage }) => {
    stage.agent.script = judge;
    const paths = await asked(stage, async () => assert.is((await stage.send('/closed')).status, 403));
    assert.is(paths.length, phase === 'precontent' ? 0 : 1);
  });

  phases.run();
}
