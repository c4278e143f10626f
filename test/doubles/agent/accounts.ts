import type { AgentLine } from './record.ts';

/** A request that got a RequestID, and the UpdateRequest that carried this id. */
export interface Halves {
  readonly request: AgentLine;
  readonly response: AgentLine;
}

/** What did not come out even between the requests that agents gave a RequestID to and the UpdateRequests that came. */
export interface Accounts {
  /** Requests whose UpdateRequest reached no agent. */
  readonly neverCame: readonly AgentLine[];
  /** UpdateRequests that reached another agent than the one that had judged the request. */
  readonly elsewhere: readonly Halves[];
  /** UpdateRequests that reached the right agent when it no longer remembered: too late, told before, or restarted in between. */
  readonly forgotten: readonly Halves[];
  /** UpdateRequests with an id that no agent has given. */
  readonly strays: readonly AgentLine[];
}

/**
 * Balances the records of any number of agents, in any order of their lines, by requestId and hostname. A request still
 * under way counts as one whose half never came, so take the records when the traffic has ended.
 */
export function accounts(lines: readonly AgentLine[]): Accounts {
  // The line of an expiry stands for its PreRequest where the log no longer reaches back to that.
  const starts = [...lines.filter(({ event }) => event === 'unfinished'), ...lines.filter(({ call }) => call === 'PreRequest')];
  const requests = new Map(starts.flatMap((line) => (line.requestId ? [[line.requestId, line]] : [])));
  const responses = lines.filter(({ call }) => call === 'UpdateRequest');
  const told = new Set(responses.map(({ requestId }) => requestId));
  const pairs = responses.flatMap((response) => {
    const request = requests.get(response.requestId ?? '');
    return request ? [{ request, response }] : [];
  });
  return {
    neverCame: [...requests.values()].filter(({ requestId }) => !told.has(requestId)),
    elsewhere: pairs.filter(({ request, response }) => request.hostname !== response.hostname),
    forgotten: pairs.filter(({ request, response }) => request.hostname === response.hostname && response.matched === false),
    strays: responses.filter(({ requestId }) => !requests.has(requestId ?? '')),
  };
}
