package main

import (
	"strings"
	"testing"

	networking "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// renderWith renders the ConfigMap with one Ingress of all path types, and has the real nginx judge the result.
func renderWith(t *testing.T, data map[string]string, more ...runtime.Object) (string, error) {
	t.Helper()
	rewriting := ingress("b", "rewrite.test", pathOf(networking.PathTypeImplementationSpecific, "/api(/|$)(.*)", "app"))
	rewriting.Annotations[prefixed+"rewrite-target"] = "/$2"
	objects := append([]runtime.Object{configMap(data), class("nginx", "k8s.io/ingress-nginx"), rewriting,
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app"), pathOf(networking.PathTypeExact, "/ping", "app"))}, more...)
	controller, _, _ := testController(t, testOptions(t), objects...)
	needsNginx(t, controller.layout)
	content, _, err := controller.model(controller.store.Ingresses()).Render()
	must(t, err)
	return string(content), (&Nginx{layout: controller.layout, options: controller.options}).Test(content)
}

// inOrder fails unless the texts stand in the content one after the other.
func inOrder(t *testing.T, content string, texts ...string) {
	t.Helper()
	rest := content
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Fatalf("%q is not where it should be in\n%s", text, content)
		}
		rest = after
	}
}

// Source of the places: kubernetes/ingress-nginx rootfs/etc/nginx/template/nginx.tmpl.
func TestSnippetsStandAtTheirPlaces(t *testing.T) {
	content, err := renderWith(t, quiet("main-snippet", "env MAIN_SNIPPET;", "http-snippet", "map $uri $http_snippet { default 1; }",
		"server-snippet", "set $server_snippet 1;", "location-snippet", "set $location_snippet 1;"))
	must(t, err)
	inOrder(t, content, "load_module", "worker_shutdown_timeout 240s;", "env MAIN_SNIPPET;", "events {", "http {", "$http_snippet", "upstream upstream_balancer")
	before, _, _ := strings.Cut(content, "$http_snippet")
	if strings.Contains(before, "server {") {
		t.Error("a server stands before http-snippet")
	}
	equal(t, strings.Count(content, "set $server_snippet 1;"), 3)
	equal(t, strings.Count(content, "set $location_snippet 1;"), strings.Count(content, "proxy_pass http://upstream_balancer;"))
}

func TestNginxRefusesAForeignDirective(t *testing.T) {
	_, err := renderWith(t, quiet("http-snippet", "sigsci_agent_host unix:/x;"))
	if err == nil || !strings.Contains(err.Error(), `unknown directive "sigsci_agent_host"`) {
		t.Fatalf("got %v", err)
	}
}

// A relative path points into /usr/local/nginx, where nothing is: measured on the real controller.
func TestARelativeModulePathIsRefused(t *testing.T) {
	_, err := renderWith(t, quiet("main-snippet", "load_module modules/ngx_http_sigsci_module.so;"))
	if err == nil || !strings.Contains(err.Error(), "/usr/local/nginx/modules/ngx_http_sigsci_module.so") {
		t.Fatalf("got %v", err)
	}
}

// Source: kubernetes/ingress-nginx docs/user-guide/nginx-configuration/configmap.md.
func TestSettingsReachNginx(t *testing.T) {
	for _, row := range []struct {
		key, value string
		wanted     string
	}{
		{"proxy-body-size", "7m", "client_max_body_size 7m;"},
		{"keep-alive", "0", "keepalive_timeout 0s;"},
		{"use-forwarded-headers", "true", "real_ip_header X-Forwarded-For;"},
		{"use-proxy-protocol", "true", "real_ip_header proxy_protocol;"},
		{"enable-real-ip", "true", "set_real_ip_from 0.0.0.0/0;"},
		{"server-tokens", "true", "server_tokens on;"},
		{"log-format-upstream", "$remote_addr mine", "'$remote_addr mine'"},
		{"worker-shutdown-timeout", "10s", "worker_shutdown_timeout 10s;"},
		{"use-gzip", "true", "gzip on;"},
		{"relative-redirects", "true", "absolute_redirect off;"},
		{"whitelist-source-range", "192.0.2.0/24,198.51.100.7", "allow 198.51.100.7;\n            deny all;"},
		{"denylist-source-range", "192.0.2.0/24", "deny 192.0.2.0/24;"},
		{"limit-req-status-code", "429", "limit_req_status 429;"},
		{"ssl-early-data", "true", "ssl_early_data on;"},
		{"proxy-cookie-path", "/a /b", "proxy_cookie_path /a /b;"},
		{"max-worker-connections", "0", "worker_connections 192;"},
		{"block-user-agents", "~*bot", "if ($block_ua)"},
		{"ssl-reject-handshake", "true", "ssl_reject_handshake on;"},
		{"no-such-key", "nonsense", "events {"},
	} {
		content, err := renderWith(t, quiet(row.key, row.value))
		if err != nil || !strings.Contains(content, row.wanted) {
			t.Errorf("%s: no %q, nginx says %v", row.key, row.wanted, err)
		}
	}
}
