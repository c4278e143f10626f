/**
 * Options of the agent by their documented names; the environment name is SIGSCI_ and the name in capitals.
 * Source: https://www.fastly.com/documentation/reference/ngwaf/agent-config, the vendor's release notes and public use,
 * agent 4.84.0. `sigsci-agent --usage` of an image is the authority for that image.
 */
export const agentOptions: readonly string[] = `
  accesskeyid anonymous-ip-secret-key bypass-egress-proxy-for-upstreams cleaner-interval client-ip-header config context-expiration
  custom-request-headers debug-log-all-the-things debug-log-blocked-requests debug-log-config-updates debug-log-connection-errors
  debug-log-engine-errors debug-log-proxy-requests debug-log-rpc-data debug-log-uploads debug-log-web-inputs debug-log-web-outputs debug-standalone
  download-config-cache download-config-version download-failover-url download-interval download-url envoy-expect-response-data envoy-extproc-enabled
  envoy-grpc-address envoy-grpc-cert envoy-grpc-key examine-unknown-content-type haproxy-spoa-address haproxy-spoa-enabled inspection-anomaly-duration
  inspection-anomaly-size inspection-debug inspection-max-content-length inspection-timeout local-networks log-out max-backlog max-connections
  max-inspecting max-logs max-procs max-records open-api-spec-file revproxy-listener rpc-address rpc-version rpc-workers sample-percent
  secretaccesskey server-flavor server-hostname service-shutdown-timeout shared-cache-dir startup-probe-filepath startup-probe-listener statsd-address
  statsd-metrics statsd-type upload-interval upload-log upload-syslog upload-url waf-data-log waf-data-log-all waf-data-syslog windows-eventlog-level
`.trim().split(/\s+/);

/** Options that the agent no longer wants, and what to do. */
export const deprecatedOptions: Readonly<Record<string, string>> = {
  'inspection-alt-response-codes': 'set the response code in the console, for each site',
};

/** Names seen in public files that no agent reads, with the right one where there is one. */
export const misspeltVariables: Readonly<Record<string, string>> = {
  SIGSCI_DEBUG_ALL_THE_THINGS: 'SIGSCI_DEBUG_LOG_ALL_THE_THINGS',
  SIGSCI_DEBUG_LOG_CONFIG_UPLOADS: 'SIGSCI_DEBUG_LOG_CONFIG_UPDATES',
  SIGSCI_RPCADDRESS: 'SIGSCI_RPC_ADDRESS',
  SIGSCI_HOSTNAME: 'SIGSCI_SERVER_HOSTNAME',
};

/** Variables of other programs that begin alike: the vendor's Node module reads them, the agent does not. */
export const foreignVariables: readonly string[] = ['SIGSCI_AGENT_HOST', 'SIGSCI_AGENT_PORT', 'SIGSCI_TIMEOUT', 'SIGSCI_MAX_POST_SIZE'];

/** The environment name of an option: `max-procs` becomes SIGSCI_MAX_PROCS. */
export function variableOf(option: string): string {
  return `SIGSCI_${option.toUpperCase().replaceAll('-', '_')}`;
}

/** Whether a variable belongs to the reverse-proxy mode, in its old or its new spelling. */
export function isReverseProxy(variable: string): boolean {
  return /^SIGSCI_REV(ERSE_)?PROXY/.test(variable);
}
