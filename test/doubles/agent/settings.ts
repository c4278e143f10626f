import { hostname } from 'node:os';
import { parseAddress } from './address.ts';
import type { Address } from './address.ts';
import { duration, flag, matching, text } from './environment.ts';
import type { Environment } from './environment.ts';
import { readResponseActions } from './response-actions.ts';
import type { ResponseAction } from './response-actions.ts';
import { reverseProxyOption } from './reverse-proxy.ts';
import { readRules } from './rules.ts';
import type { Rule } from './rules.ts';
import { StartError } from './start-error.ts';
import type { StatsdSettings } from './statsd.ts';

export interface Settings {
  /** Undefined in reverse-proxy mode, which switches RPC off. */
  readonly rpcAddress: Address | undefined;
  readonly sharedCacheFolder: string;
  readonly startupListener: Address | undefined;
  readonly startupFile: string | undefined;
  readonly serverHostname: string;
  /** Milliseconds that open connections get after a stop signal. */
  readonly shutdownTimeout: number;
  /** Milliseconds for which a request is remembered while its response is awaited. */
  readonly contextExpiration: number;
  readonly cleanerInterval: number;
  readonly customRequestHeaders: readonly (readonly [name: string, value: string])[];
  /** Undefined: no metrics. */
  readonly statsd: StatsdSettings | undefined;
  readonly double: DoubleSettings;
}

/** Settings of the double alone; the vendor's agent knows none of them. */
export interface DoubleSettings {
  /** Milliseconds until the rules count as loaded; undefined: never. */
  readonly rulesDelay: number | undefined;
  /** Milliseconds before each reply. */
  readonly replyDelay: number;
  /** Brings back the fault that agent 4.49.0 mended: the socket is writable for its owner only. */
  readonly ownerOnlySocket: boolean;
  readonly markerHeader: string;
  readonly inspectedHeaders: readonly string[];
  readonly rules: readonly Rule[];
  readonly responseActions: readonly ResponseAction[];
  /** Where commands to the running agent are looked for. */
  readonly commandFile: string;
}

/**
 * Reads every option from the environment, with the vendor's names, defaults and units.
 * The keys are only checked to be there: nothing in the double keeps them. Throws a StartError with one line.
 */
export function readSettings(environment: Environment): Settings {
  requireKeys(environment);
  const listener = text(environment, 'SIGSCI_STARTUP_PROBE_LISTENER');
  matching(environment, 'SIGSCI_RPC_VERSION', /^[01]$/, '0 or 1');
  matching(environment, 'SIGSCI_MAX_PROCS', /^([1-9]\d*|[1-9]\d?%|100%)$/, 'a number of threads or a percentage of the cores');
  return {
    rpcAddress: reverseProxyOption(environment) ? undefined : rpcAddress(environment),
    sharedCacheFolder: text(environment, 'SIGSCI_SHARED_CACHE_DIR') ?? '/tmp/sigsci-agent.cache',
    startupListener: listener === undefined ? undefined : parseAddress('SIGSCI_STARTUP_PROBE_LISTENER', listener),
    startupFile: text(environment, 'SIGSCI_STARTUP_PROBE_FILEPATH'),
    serverHostname: text(environment, 'SIGSCI_SERVER_HOSTNAME') ?? hostname(),
    shutdownTimeout: duration(environment, 'SIGSCI_SERVICE_SHUTDOWN_TIMEOUT', 2000),
    contextExpiration: duration(environment, 'SIGSCI_CONTEXT_EXPIRATION', 10_000),
    cleanerInterval: duration(environment, 'SIGSCI_CLEANER_INTERVAL', 10_000),
    customRequestHeaders: customHeaders(environment),
    statsd: statsdSettings(environment),
    double: doubleSettings(environment),
  };
}

function requireKeys(environment: Environment): void {
  const missing = ['SIGSCI_ACCESSKEYID', 'SIGSCI_SECRETACCESSKEY'].filter((name) => text(environment, name) === undefined);
  if (missing.length > 0) throw new StartError(`${missing.join(' and ')}: not set; the agent needs both keys of its site to start`);
}

function rpcAddress(environment: Environment): Address {
  return parseAddress('SIGSCI_RPC_ADDRESS', text(environment, 'SIGSCI_RPC_ADDRESS') ?? 'unix:/var/run/sigsci.sock');
}

function customHeaders(environment: Environment): [string, string][] {
  const name = 'SIGSCI_CUSTOM_REQUEST_HEADERS';
  const list = matching(environment, name, /^[\w-]+:[^,]*(,\s*[\w-]+:[^,]*)*$/, 'a comma list of Name:value') ?? '';
  return [...list.matchAll(/([\w-]+):([^,]*)/g)].map((match) => [match[1] ?? '', (match[2] ?? '').trim()]);
}

function statsdSettings(environment: Environment): StatsdSettings | undefined {
  const type = matching(environment, 'SIGSCI_STATSD_TYPE', /^(statsd|dogstatsd)$/, 'statsd or dogstatsd') === 'dogstatsd' ? 'dogstatsd' : 'statsd';
  const metrics = (text(environment, 'SIGSCI_STATSD_METRICS') ?? '*').split(/\s*,\s*/).filter(Boolean);
  const interval = Math.max(duration(environment, 'DOUBLE_STATSD_INTERVAL', 10_000), 10);
  const sink = matching(environment, 'SIGSCI_STATSD_ADDRESS', /^[^/]+:\d+$/, 'host:port');
  const address = sink === undefined ? undefined : parseAddress('SIGSCI_STATSD_ADDRESS', sink);
  return address && 'port' in address ? { ...address, type, metrics, interval } : undefined;
}

function doubleSettings(environment: Environment): DoubleSettings {
  const never = text(environment, 'DOUBLE_RULES_DELAY') === 'never';
  return {
    rulesDelay: never ? undefined : duration(environment, 'DOUBLE_RULES_DELAY', 0),
    replyDelay: duration(environment, 'DOUBLE_REPLY_DELAY', 0),
    ownerOnlySocket: flag(environment, 'DOUBLE_OWNER_ONLY_SOCKET'),
    markerHeader: (text(environment, 'DOUBLE_MARKER_HEADER') ?? 'X-Double-Verdict').toLowerCase(),
    inspectedHeaders: (text(environment, 'DOUBLE_INSPECTED_HEADERS') ?? 'user-agent,referer,cookie').toLowerCase().split(/\s*,\s*/),
    rules: readRules(environment),
    responseActions: readResponseActions(environment),
    commandFile: text(environment, 'DOUBLE_COMMAND_FILE') ?? '/sigsci/tmp/double-command',
  };
}
