package main

const (
	upstreamLog = `$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" ` +
		`"$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] ` +
		`$upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id`
	gzipTypes = "application/atom+xml application/javascript application/x-javascript application/json application/rss+xml " +
		"application/vnd.ms-fontobject application/x-font-ttf application/x-web-app-manifest+json application/xhtml+xml " +
		"application/xml font/opentype image/svg+xml image/x-icon text/css text/javascript text/plain text/x-component"
	ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:" +
		"ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:" +
		"DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256"
)

// knownSettings holds names, kinds and defaults of the keys that have an effect here.
// Source: kubernetes/ingress-nginx internal/ingress/controller/config/config.go.
var knownSettings = []setting{
	{"main-snippet", text, ""}, {"http-snippet", text, ""}, {"server-snippet", text, ""}, {"location-snippet", text, ""},
	{"allow-snippet-annotations", toggle, "false"}, {"annotations-risk-level", text, "High"},
	{"strict-validate-path-type", toggle, "true"}, {"annotation-value-word-blocklist", text, ""},
	{"worker-processes", text, "auto"}, {"worker-shutdown-timeout", text, "240s"}, {"worker-cpu-affinity", text, ""},
	{"max-worker-connections", number, "16384"}, {"max-worker-open-files", number, "0"}, {"enable-multi-accept", toggle, "true"},
	{"keep-alive", number, "75"}, {"keep-alive-requests", number, "1000"}, {"reuse-port", toggle, "true"},
	{"client-header-buffer-size", text, "1k"}, {"client-header-timeout", number, "60"},
	{"large-client-header-buffers", text, "4 8k"}, {"client-body-buffer-size", text, "8k"}, {"client-body-timeout", number, "60"},
	{"enable-underscores-in-headers", toggle, "false"}, {"ignore-invalid-headers", toggle, "true"},
	{"server-name-hash-max-size", number, "1024"}, {"server-name-hash-bucket-size", number, "0"},
	{"map-hash-bucket-size", number, "64"}, {"variables-hash-bucket-size", number, "256"}, {"variables-hash-max-size", number, "2048"},
	{"proxy-headers-hash-max-size", number, "512"}, {"proxy-headers-hash-bucket-size", number, "64"},
	{"server-tokens", toggle, "false"}, {"default-type", text, "text/html"}, {"use-http2", toggle, "true"},
	{"use-forwarded-headers", toggle, "false"}, {"enable-real-ip", toggle, "false"}, {"use-proxy-protocol", toggle, "false"},
	{"proxy-real-ip-cidr", list, "0.0.0.0/0"}, {"forwarded-for-header", text, "X-Forwarded-For"},
	{"forwarded-for-proxy-protocol-header", text, "X-Forwarded-For-Proxy-Protocol"}, {"forwarded-host-header", text, "X-Forwarded-Host"},
	{"compute-full-forwarded-for", toggle, "false"}, {"generate-request-id", toggle, "true"},
	{"proxy-add-original-uri-header", toggle, "false"}, {"disable-ipv6", toggle, "false"},
	{"log-format-upstream", text, upstreamLog}, {"log-format-escape-json", toggle, "false"}, {"log-format-escape-none", toggle, "false"},
	{"access-log-path", text, "/var/log/nginx/access.log"}, {"http-access-log-path", text, ""}, {"access-log-params", text, ""},
	{"disable-access-log", toggle, "false"}, {"enable-access-log-for-default-backend", toggle, "false"}, {"disable-http-access-log", toggle, "false"}, {"skip-access-log-urls", list, ""},
	{"error-log-path", text, "/var/log/nginx/error.log"}, {"error-log-level", text, "notice"},
	{"ssl-redirect", toggle, "true"}, {"force-ssl-redirect", toggle, "false"}, {"http-redirect-code", number, "308"},
	{"no-tls-redirect-locations", text, "/.well-known/acme-challenge"},
	{"hsts", toggle, "true"}, {"hsts-max-age", text, "31536000"}, {"hsts-include-subdomains", toggle, "true"}, {"hsts-preload", toggle, "false"},
	{"ssl-protocols", text, "TLSv1.2 TLSv1.3"}, {"ssl-ciphers", text, ciphers}, {"ssl-ecdh-curve", text, "auto"},
	{"ssl-session-cache", toggle, "true"}, {"ssl-session-cache-size", text, "10m"}, {"ssl-session-timeout", text, "10m"},
	{"ssl-session-tickets", toggle, "false"}, {"ssl-buffer-size", text, "4k"}, {"ssl-reject-handshake", toggle, "false"},
	{"hide-headers", list, ""}, {"allow-backend-server-header", toggle, "false"},
	{"add-headers", text, ""}, {"proxy-set-headers", text, ""},
	{"use-gzip", toggle, "false"}, {"gzip-level", number, "1"}, {"gzip-min-length", number, "256"},
	{"upstream-keepalive-connections", number, "320"}, {"upstream-keepalive-timeout", number, "60"},
	{"upstream-keepalive-requests", number, "10000"}, {"upstream-keepalive-time", text, "1h"},
	{"proxy-body-size", text, "1m"}, {"proxy-connect-timeout", number, "5"}, {"proxy-read-timeout", number, "60"},
	{"proxy-send-timeout", number, "60"}, {"proxy-buffering", text, "off"}, {"proxy-buffer-size", text, "4k"},
	{"proxy-buffers-number", number, "4"}, {"proxy-max-temp-file-size", text, "1024m"}, {"proxy-request-buffering", text, "on"},
	{"proxy-http-version", text, "1.1"}, {"proxy-next-upstream", text, "error timeout"},
	{"proxy-next-upstream-timeout", number, "0"}, {"proxy-next-upstream-tries", number, "3"},
	{"retry-non-idempotent", toggle, "false"},
	{"block-cidrs", list, ""}, {"block-user-agents", list, ""}, {"block-referers", list, ""},
	{"stream-snippet", text, ""}, {"log-format-stream", text, "[$remote_addr] [$time_local] $protocol $status $bytes_sent $bytes_received $session_time"},
	{"stream-access-log-path", text, ""}, {"disable-stream-access-log", toggle, "false"},
	{"proxy-stream-timeout", text, "600s"}, {"proxy-stream-responses", number, "1"}, {"proxy-stream-next-upstream", toggle, "true"},
	{"proxy-stream-next-upstream-timeout", text, "600s"}, {"proxy-stream-next-upstream-tries", number, "3"},
	{"denylist-source-range", list, ""}, {"whitelist-source-range", list, ""},
	{"limit-req-status-code", number, "503"}, {"limit-conn-status-code", number, "503"},
	{"enable-aio-write", toggle, "true"}, {"relative-redirects", toggle, "false"},
	{"http2-max-concurrent-streams", number, "128"}, {"ssl-early-data", toggle, "false"},
	{"gzip-types", text, gzipTypes}, {"gzip-disable", text, ""},
	{"proxy-busy-buffers-size", text, ""}, {"proxy-cookie-domain", text, "off"}, {"proxy-cookie-path", text, "off"},
}
