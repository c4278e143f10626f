import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { readCall } from './call.ts';
import type { Call } from './call.ts';
import type { Contexts } from './contexts.ts';
import { recordLine } from './record.ts';
import type { DecisionRecord, VerdictName } from './record.ts';
import type { Settings } from './settings.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** What the methods need from the agent around them. */
export interface AgentState {
  readonly settings: Settings;
  readonly contexts: Contexts;
  readonly counts: Record<string, number>;
  rulesLoaded: boolean;
  /** Receives each line of the record. */
  print(line: string): void;
}

type Method = (agent: AgentState, call: Call) => unknown;

const methods: Readonly<Record<string, Method>> = {
  'RPC.ModuleInit': moduleInit,
  'RPC.PreRequest': preRequest,
  'RPC.PostRequest': postRequest,
  'RPC.UpdateRequest': updateRequest,
};

/** Answers one call: the result for the reply. Throws for a method that the agent does not have. */
export async function answer(agent: AgentState, name: string, fields: Readonly<Record<string, unknown>>): Promise<unknown> {
  const method = methods[name];
  if (!method) throw new Error(`rpc: can't find method ${name}`);
  if (agent.settings.double.replyDelay > 0) await wait(agent.settings.double.replyDelay);
  return method(agent, readCall(fields));
}

function moduleInit(agent: AgentState, { moduleVersion, serverVersion }: Call): object {
  count(agent, 'moduleInit');
  agent.print(JSON.stringify({ time: new Date().toISOString(), hostname: agent.settings.serverHostname, call: 'ModuleInit', moduleVersion, serverVersion }));
  return { WAFResponse: 200, RequestHeaders: [] };
}

async function preRequest(agent: AgentState, call: Call): Promise<object> {
  const verdict = agent.rulesLoaded ? judge(call, agent.settings.double) : unprocessed;
  const requestId = verdict.tags.length > 0 ? randomBytes(12).toString('hex') : undefined;
  if (requestId) agent.contexts.keep(requestId, call);
  const { wafResponse, tags } = verdict;
  const name = agent.rulesLoaded ? verdictName(verdict) : 'unprocessed';
  count(agent, name);
  record(agent, call, { call: 'PreRequest', verdict: name, wafResponse, tags, ...(requestId && { requestId }) });
  if (verdict.delay > 0) await wait(verdict.delay);
  return { WAFResponse: wafResponse, ...(requestId && { RequestID: requestId }), RequestHeaders: requestHeaders(agent, verdict, requestId) };
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

function postRequest(agent: AgentState, call: Call): number {
  const { wafResponse, responseCode } = call;
  count(agent, 'postRequest');
  record(agent, call, { call: 'PostRequest', wafResponse, responseCode });
  return 0;
}

function updateRequest(agent: AgentState, { requestId, responseCode, wafResponse }: Call): number {
  const request = agent.contexts.take(requestId);
  count(agent, request ? 'updateRequest' : 'unmatchedUpdateRequest');
  record(agent, request, { call: 'UpdateRequest', requestId, wafResponse, responseCode, matched: request !== undefined });
  return 0;
}

function record(agent: AgentState, request: Call | undefined, decision: DecisionRecord): void {
  agent.print(recordLine(agent.settings.serverHostname, request, decision));
}

function count(agent: AgentState, name: string): void {
  agent.counts[name] = (agent.counts[name] ?? 0) + 1;
}
