import type { Call } from './call.ts';
import type { Fault } from './fault.ts';

export type VerdictName = 'allowed' | 'tagged' | 'blocked' | 'unprocessed';

/** One line of the record: a call that came in (`call`), or something that happened to the agent (`event`). Headers, bodies and keys have no place in it. */
export interface AgentLine {
  /** ISO 8601, to the millisecond. */
  readonly time: string;
  /** Which agent: its SIGSCI_SERVER_HOSTNAME. */
  readonly hostname: string;
  readonly call?: 'ModuleInit' | 'PreRequest' | 'PostRequest' | 'UpdateRequest';
  readonly event?: 'command' | 'unfinished' | 'stopped';
  readonly method?: string;
  readonly uri?: string;
  readonly serverName?: string;
  readonly remoteAddress?: string;
  readonly verdict?: VerdictName;
  readonly wafResponse?: number;
  readonly tags?: readonly string[];
  readonly requestId?: string;
  readonly responseCode?: number;
  /** UpdateRequest: whether this agent had judged the request and still remembered it. */
  readonly matched?: boolean;
  /** The call got this instead of a reply, and was not judged. */
  readonly fault?: Fault;
  readonly moduleVersion?: string;
  readonly serverVersion?: string;
  /** Event command: what the agent does from now on, for example `hang` or `delay 250ms`. */
  readonly command?: string;
  /** Event command: when it ends by itself, ISO 8601. */
  readonly until?: string;
  /** Event stopped: how many calls of each kind there were. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** What is told about one call or event, beside time, agent and the request it belongs to. */
export type Told = Omit<AgentLine, 'time' | 'hostname' | 'method' | 'uri' | 'serverName' | 'remoteAddress'>;

/** The JSON text of a line, without its newline. */
export function recordLine(hostname: string, request: Call | undefined, { call, event, ...told }: Told): string {
  const line: AgentLine = {
    time: new Date().toISOString(),
    hostname,
    ...(call && { call }),
    ...(event && { event }),
    ...(request && {
      method: request.method,
      uri: withoutSecrets(request.uri),
      serverName: request.serverName,
      remoteAddress: request.remoteAddress,
    }),
    ...told,
  };
  return JSON.stringify(line);
}

/** Hides the values of query parameters whose names speak of a secret, and cuts what is too long to read. */
export function withoutSecrets(uri: string): string {
  return uri.slice(0, 2048).replace(/([?&;][^=&;]*(?:passw|pwd|secret|token|api_?key|access_?key|credential)[^=&;]*=)[^&;#]*/gi, '$1[redacted]');
}
