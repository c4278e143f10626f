import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { readCall } from './call.ts';
import type { Call } from './call.ts';
import type { Conduct } from './conduct.ts';
import type { Contexts } from './contexts.ts';
import { isFault } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Tally } from './metrics.ts';
import { recordLine } from './record.ts';
import type { AgentLine, Told, VerdictName } from './record.ts';
import type { Settings } from './settings.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** What the methods need from the agent around them. */
export interface AgentState {
  readonly settings: Settings;
  readonly conduct: Conduct;
  readonly contexts: Contexts;
  readonly tally: Tally;
  rulesLoaded: boolean;
  /** Receives each line of the record; resolves when the line has left the process. */
  print(line: string): Promise<void>;
}

/** What goes back to the caller: a result in a reply, or what the agent does instead. */
export type Answer = { readonly result: unknown } | { readonly fault: Fault };

type Method = (agent: AgentState, call: Call) => Promise<Answer>;

const methods: Readonly<Record<string, Method>> = {
  ModuleInit: moduleInit,
  PreRequest: preRequest,
  PostRequest: postRequest,
  UpdateRequest: updateRequest,
};

/**
 * Answers one call when its line of the record has left the process, so that no crash loses the line of a call that was
 * answered. Throws for a method that the agent does not have. A call that hangs is pending until the hanging is over.
 */
export async function answer(agent: AgentState, method: string, fields: Readonly<Record<string, unknown>>): Promise<Answer> {
  const name = method.replace(/^RPC\./, '') as NonNullable<AgentLine['call']>;
  const act = method.startsWith('RPC.') && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!act) throw new Error(`rpc: can't find method ${method}`);
  const arrived = performance.now();
  const delay = agent.settings.double.replyDelay + agent.conduct.current().delay;
  if (delay > 0) await wait(delay);
  const call = readCall(fields);
  const { word } = agent.conduct.current();
  if (isFault(word)) return failed(agent, name, call, word, agent.conduct.over());
  agent.tally.queueTimes?.push(performance.now() - arrived);
  return act(agent, call);
}

/** Fails a call on command; `over` ends a hanging, after which the call still gets nothing. */
async function failed(agent: AgentState, name: AgentLine['call'], call: Call, fault: Fault, over: Promise<void>): Promise<Answer> {
  count(agent, fault);
  const { requestId } = call;
  await record(agent, name === 'UpdateRequest' ? undefined : call, { call: name, ...(requestId && { requestId }), fault });
  if (fault === 'hang') await over;
  return { fault };
}

async function moduleInit(agent: AgentState, { moduleVersion, serverVersion }: Call): Promise<Answer> {
  count(agent, 'moduleInit');
  await record(agent, undefined, { call: 'ModuleInit', moduleVersion, serverVersion });
  return { result: { WAFResponse: 200, RequestHeaders: [] } };
}

async function preRequest(agent: AgentState, call: Call): Promise<Answer> {
  const began = performance.now();
  const verdict = agent.rulesLoaded ? judge(call, agent.settings.double) : unprocessed;
  if (verdict.fault) return failedByMarker(agent, call, verdict, verdict.fault);
  const requestId = verdict.tags.length > 0 ? randomBytes(12).toString('hex') : undefined;
  if (requestId) agent.contexts.keep(requestId, call);
  const { wafResponse, tags } = verdict;
  const name = agent.rulesLoaded ? verdictName(verdict) : 'unprocessed';
  count(agent, name);
  for (const tag of tags) add(agent.tally.signals, tag);
  await record(agent, call, { call: 'PreRequest', verdict: name, wafResponse, tags, ...(requestId && { requestId }) });
  if (verdict.delay > 0) await wait(verdict.delay);
  agent.tally.decisionTimes?.push(performance.now() - began);
  return { result: preRequestResult(agent, verdict, requestId) };
}

async function failedByMarker(agent: AgentState, call: Call, { delay }: Verdict, fault: Fault): Promise<Answer> {
  if (delay > 0) await wait(delay);
  return failed(agent, 'PreRequest', call, fault, new Promise(() => undefined));
}

function preRequestResult(agent: AgentState, verdict: Verdict, requestId: string | undefined): object {
  const always = agent.rulesLoaded ? agent.settings.double.responseActions : [];
  const actions = [...always, ...(verdict.actions ?? [])];
  return {
    WAFResponse: verdict.wafResponse,
    ...(requestId && { RequestID: requestId }),
    RequestHeaders: requestHeaders(agent, verdict, requestId),
    ...(actions.length > 0 && { RespActions: actions }),
  };
}

/** Of a request that was not judged a module learns 0, a number on which it lets the request pass. */
const unprocessed: Verdict = { wafResponse: 0, tags: [], delay: 0 };

function verdictName({ wafResponse, tags }: Verdict): VerdictName {
  if (wafResponse >= 300 && wafResponse <= 599) return 'blocked';
  return tags.length > 0 ? 'tagged' : 'allowed';
}

function requestHeaders({ settings }: AgentState, { tags, redirect, wafResponse }: Verdict, requestId = ''): [string, string][] {
  const list = tags.join(',');
  const fill: Record<string, string> = { $AgentResponse: String(wafResponse), $RequestID: requestId, $TagList: list };
  const custom = settings.customRequestHeaders.map(([name, value]): [string, string] => [name, value.replace(/\$\w+/g, (word) => fill[word] ?? word)]);
  const headers: [string, string][] = list ? [['X-SigSci-Tags', list]] : [];
  if (redirect) headers.push(['X-Sigsci-Redirect', redirect]);
  return [...headers, ...custom];
}

async function postRequest(agent: AgentState, call: Call): Promise<Answer> {
  const { wafResponse, responseCode } = call;
  count(agent, 'postRequest');
  await record(agent, call, { call: 'PostRequest', wafResponse, responseCode });
  return { result: 0 };
}

async function updateRequest(agent: AgentState, { requestId, responseCode, wafResponse }: Call): Promise<Answer> {
  const request = agent.contexts.take(requestId);
  count(agent, request ? 'updateRequest' : 'unmatchedUpdateRequest');
  await record(agent, request, { call: 'UpdateRequest', requestId, wafResponse, responseCode, matched: request !== undefined });
  return { result: 0 };
}

/** Writes a line of the record; resolves when it has left the process. */
export function record(agent: AgentState, request: Call | undefined, told: Told): Promise<void> {
  return agent.print(recordLine(agent.settings.serverHostname, request, told));
}

function count(agent: AgentState, name: string): void {
  add(agent.tally.counts, name);
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
