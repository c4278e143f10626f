import type { Result } from '../toolchain/run.ts';
import type { ToolName } from '../toolchain/tool.ts';

export interface ExecOptions {
  /** Text for the command's standard input. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Pinned programs that stand first on PATH, helm3 and helm4 as `helm`. Default: helm4 and kubectl. */
  readonly tools?: readonly ToolName[];
  readonly signal?: AbortSignal;
  /** Receives standard output as it comes. */
  readonly onOutput?: (text: string) => void;
  /** The command talks to this process's own terminal; the result's texts are then empty. */
  readonly interactive?: boolean;
}

export interface InsideRequest {
  /** http or https; the address is reached from inside the lab (pod, Service, NodePort, LoadBalancer). */
  readonly url: string;
  readonly method?: string;
  /** `host` may differ from the address; for https it is also the server name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the request counts as failed; 10,000 when absent. */
  readonly timeout?: number;
}

export interface InsideResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

/** A cluster that the project's tests and demo run in, whatever it is made of. */
export interface Backend {
  /** Runs a command that finds the cluster; in the bare lab also its addresses are reachable. Never throws for its exit code. */
  exec(command: readonly string[], options?: ExecOptions): Promise<Result>;
  /** Puts docker-archive files into the nodes' image stores; an archive that is there already costs nothing. */
  loadImages(archives: readonly string[]): Promise<void>;
  /** One HTTP request on a connection of its own; certificates are not verified. Throws when no answer comes. */
  requestFromInside(request: InsideRequest): Promise<InsideResponse>;
  /** Path of the API server's audit log, where it is within reach. */
  readonly auditLog?: string;
  /** Removes everything that was made to open it: the bare lab, or what the tests put into an existing cluster for themselves. */
  down(): Promise<void>;
}
