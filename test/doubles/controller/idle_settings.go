package main

// idleSettings are keys of the controller 1.15 that are read, and complained about when their kind is wrong, but have no
// effect here. The keys that its documentation still names and its code does not read (jaeger-*, use-geoip) are unknown.
// Source: kubernetes/ingress-nginx internal/ingress/controller/config/config.go.
var idleSettings = map[kind][]string{
	toggle: {"allow-cross-namespace-resources", "disable-ipv6-dns", "disable-proxy-intercept-errors", "enable-auth-access-log",
		"enable-brotli", "enable-modsecurity", "enable-ocsp", "enable-opentelemetry", "enable-owasp-modsecurity-crs",
		"enable-serial-reloads", "enable-syslog", "global-auth-always-set-cookie", "opentelemetry-trust-incoming-span",
		"otel-sampler-parent-based", "preserve-trailing-slash", "proxy-ssl-location-only", "service-upstream",
		"upstream-hash-by-subset", "use-geoip2", "use-port-in-redirects"},
	text: {"app-root", "brotli-types", "global-auth-cache-duration", "global-auth-cache-key", "global-auth-method",
		"global-auth-request-redirect", "global-auth-signin", "global-auth-signin-redirect-param", "global-auth-snippet",
		"global-auth-url", "http2-max-field-size", "http2-max-header-size", "limit-conn-zone-variable", "load-balance",
		"lua-shared-dicts", "modsecurity-snippet", "no-auth-locations", "opentelemetry-config", "opentelemetry-operation-name",
		"otel-sampler", "otel-service-name", "otlp-collector-host", "otlp-collector-port", "proxy-redirect-from",
		"proxy-redirect-to", "ssl-dh-param", "ssl-session-ticket-key", "syslog-host", "upstream-hash-by"},
	number: {"brotli-level", "brotli-min-length", "geoip2-autoreload-in-minutes", "grpc-buffer-size-kb", "http2-max-requests",
		"limit-rate", "limit-rate-after", "otel-max-export-batch-size", "otel-max-queuesize", "otel-schedule-delay-millis",
		"syslog-port", "upstream-hash-by-subset-size"},
	list: {"bind-address", "custom-http-errors", "debug-connections", "global-allowed-response-headers",
		"global-auth-response-headers", "nginx-status-ipv4-whitelist", "nginx-status-ipv6-whitelist"},
	decimal:  {"otel-sampler-ratio"},
	duration: {"proxy-protocol-header-timeout"},
}
