import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../lab/backend.ts';
import type { Outcome, RunEnd, SocketLife } from '../lab/inside/load/outcome.ts';
import type { LoadPlan } from '../lab/inside/load/plan.ts';
import { account } from './account.ts';
import type { Account, ReachedLine, SeenLine } from './account.ts';
import { collectLogs } from './container-logs.ts';
import { loadSelector, startLoad } from './load-pod.ts';

/** Where a run takes place. */
export interface Ground {
  readonly lab: Backend;
  readonly namespace: string;
  /** Name of the release, whose agents' records count. */
  readonly release: string;
  /** Image with the driver. */
  readonly image: string;
  /** Whether the agents' logs are a record of every decision, as the double's. */
  readonly recorded: boolean;
}

/** Seconds of load before and after the event. */
export interface Margins {
  readonly lead: number;
  readonly tail: number;
}

/** The account of a run, with everything that was seen. */
export interface Measured<T> {
  readonly account: Account;
  readonly seen: readonly SeenLine[];
  readonly outcomes: readonly Outcome[];
  readonly sockets: readonly SocketLife[];
  /** Seconds from the begin of the load to the event and to its end. */
  readonly event: { readonly from: number; readonly to: number };
  /** What the event returned. */
  readonly result: T;
}

/** Runs the plan, lets `event` happen meanwhile, and accounts for every request. The plan's own time is the upper bound. */
export async function measure<T>(ground: Ground, plan: LoadPlan, { lead, tail }: Margins, event: () => Promise<T>): Promise<Measured<T>> {
  const { lab, namespace, release, image } = ground;
  const logs = {
    agents: collectLogs(lab, { namespace, selector: `app.kubernetes.io/instance=${release}`, container: 'sigsci-agent' }),
    application: collectLogs(lab, { namespace, selector: 'app.kubernetes.io/name=example-application', container: 'application' }),
    load: collectLogs(lab, { namespace, selector: loadSelector, container: 'load' }),
  };
  const load = await startLoad(lab, namespace, image, plan);
  const started = Date.now();
  const times = { from: 0, to: 0 };
  try {
    await sleep(lead * 1000);
    times.from = Date.now();
    const result = await event();
    times.to = Date.now();
    await sleep(tail * 1000);
    await load.stop();
    const [agents, application, written] = await Promise.all([logs.agents.stop(), logs.application.stop(), logs.load.stop()]);
    const lines = { agents: ground.recorded ? agents : undefined, application, load: written };
    const since = (time: number): number => Math.round((time - started) / 100) / 10;
    return { ...evidenceOf(plan, started, lines), event: { from: since(times.from), to: since(times.to) }, result };
  } finally {
    await Promise.all(Object.values(logs).map((log) => log.stop()));
    await load.remove();
  }
}

interface Lines {
  readonly agents: readonly string[] | undefined;
  readonly application: readonly string[];
  readonly load: readonly string[];
}

/** Throws when the driver did not come to its end: half of an account is none. */
function evidenceOf(plan: LoadPlan, began: number, { agents, application, load }: Lines): Omit<Measured<unknown>, 'event' | 'result'> {
  const told = load.map(parsed);
  const end = told.find((line): line is RunEnd => (line as Partial<RunEnd>).event === 'ended');
  if (!end) throw new Error(`the load driver of run ${plan.run} wrote no end:\n${load.slice(-5).join('\n')}`);
  const outcomes = told.filter((line): line is Outcome => (line as Partial<Outcome>).number !== undefined);
  const sockets = told.filter((line): line is SocketLife => (line as Partial<SocketLife>).socket !== undefined);
  const seen = agents?.map(parsed) as SeenLine[] | undefined;
  const reached = application.map(parsed) as ReachedLine[];
  return { account: account({ run: plan.run, requests: end.requests, began, outcomes, sockets, reached, seen }), seen: seen ?? [], outcomes, sockets };
}

/** Logs hold lines of other kinds too; they count as empty. */
function parsed(line: string): object {
  try {
    return (JSON.parse(line) as object | null) ?? {};
  } catch {
    return {};
  }
}
