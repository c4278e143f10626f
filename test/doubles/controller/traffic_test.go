package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"context"
	discovery "k8s.io/api/discovery/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// serve runs the real nginx under a controller until the test ends.
func serve(t *testing.T, controller *Controller) {
	t.Helper()
	needsNginx(t, controller.layout)
	controller.proxy = &Nginx{layout: controller.layout, options: controller.options}
	controller.sleep = time.Sleep
	ended, err := controller.proxy.Start()
	must(t, err)
	t.Cleanup(func() {
		must(t, controller.proxy.Quit())
		<-ended
	})
	eventually(t, "nginx writes its pid", func() bool { return !strings.Contains(fmt.Sprint(controller.proxy.Healthy()), "nginx.pid") })
}

func backendServer(t *testing.T, name string) (string, int32) {
	t.Helper()
	return handle(t, func(answer http.ResponseWriter, request *http.Request) {
		fmt.Fprintf(answer, "%s %s %s", name, request.URL.Path, request.Header.Get("X-Forwarded-Proto"))
	})
}

// get returns the status, and where the answer leads to or else its body.
func get(t *testing.T, controller *Controller, secure bool, host, path string) (int, string) {
	t.Helper()
	answer := request(t, controller, secure, host, path)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	if location := answer.Header.Get("Location"); location != "" {
		return answer.StatusCode, location
	}
	return answer.StatusCode, string(body)
}

func request(t *testing.T, controller *Controller, secure bool, host, path string) *http.Response {
	t.Helper()
	scheme, port := "http", controller.options.HTTPPort
	if secure {
		scheme, port = "https", controller.options.HTTPSPort
	}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, fmt.Sprintf("127.0.0.1:%d", port))
	}
	client := http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, ServerName: host}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(fmt.Sprintf("%s://%s%s", scheme, host, path))
	must(t, err)
	return answer
}

// Source: kubernetes/ingress-nginx docs/user-guide (ingress-path-matching.md, tls.md) and rootfs/etc/nginx/lua.
func TestRequestsReachTheirBackends(t *testing.T) {
	first, firstPort := backendServer(t, "first")
	second, secondPort := backendServer(t, "second")
	rewriting := ingress("b", "rewrite.test", pathOf(networking.PathTypeImplementationSpecific, "/api(/|$)(.*)", "app"))
	rewriting.Annotations[prefixed+"rewrite-target"] = "/$2"
	secured := ingress("c", "secure.test", pathOf(networking.PathTypePrefix, "/", "app"))
	secured.Spec.TLS = []networking.IngressTLS{{Hosts: []string{"secure.test"}, SecretName: "pair"}}
	half := ingress("d", "half.test", pathOf(networking.PathTypePrefix, "/claimed", "app"))
	half.Spec.TLS = []networking.IngressTLS{{Hosts: []string{"half.test"}}}
	controller, _, _ := testController(t, testOptions(t), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"), rewriting, secured, half, tlsSecret(t),
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/shop", "app"), pathOf(networking.PathTypeExact, "/ping", "app"), pathOf(networking.PathTypePrefix, "/gone", "gone")),
		service("app"), slice("app", firstPort, endpoint(first, true)))
	serve(t, controller)
	if err := controller.Check(); err == nil {
		t.Error("healthy before the first sync")
	}
	must(t, controller.sync())
	must(t, controller.Check())
	for _, row := range []struct {
		secure     bool
		host, path string
		code       int
		body       string
	}{
		{false, "app.test", "/shop", 200, "first /shop http"},
		{false, "app.test", "/shop/a", 200, "first /shop/a http"},
		{false, "app.test", "/shopping", 404, ""},
		{false, "app.test", "/ping", 200, "first /ping http"},
		{false, "app.test", "/ping/a", 404, ""},
		{false, "app.test", "/gone", 503, ""},
		{false, "unknown.test", "/", 404, ""},
		{false, "rewrite.test", "/api/users/1", 200, "first /users/1 http"},
		{true, "app.test", "/ping", 200, "first /ping https"},
		{false, "secure.test", "/x?y=1", 308, "https://secure.test/x?y=1"},
		{true, "secure.test", "/x", 200, "first /x https"},
		{false, "half.test", "/unclaimed", 308, "https://half.test/unclaimed"},
		{true, "half.test", "/unclaimed", 404, ""},
	} {
		code, body := get(t, controller, row.secure, row.host, row.path)
		if code != row.code || row.body != "" && body != row.body {
			t.Errorf("%s%s: %d %q, want %d %q", row.host, row.path, code, body, row.code, row.body)
		}
	}
	equal(t, commonName(t, controller, "secure.test"), "secure.test")
	equal(t, commonName(t, controller, "unknown.test"), "Kubernetes Ingress Controller Fake Certificate")
	moveEndpoint(t, controller, slice("app", secondPort, endpoint(second, true)))
	if code, body := get(t, controller, false, "app.test", "/ping"); code != 200 || body != "second /ping http" {
		t.Errorf("after the endpoint moved: %d %q", code, body)
	}
}

// Source: kubernetes/ingress-nginx docs/user-guide/nginx-configuration/configmap.md (hsts, server-tokens).
func TestHeadersOfTheAnswer(t *testing.T) {
	address, port := backendServer(t, "app")
	secured := ingress("c", "secure.test", pathOf(networking.PathTypePrefix, "/", "app"))
	secured.Spec.TLS = []networking.IngressTLS{{Hosts: []string{"secure.test"}, SecretName: "pair"}}
	controller, _, _ := testController(t, testOptions(t), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"), secured, tlsSecret(t),
		ingress("a", "plain.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", port, endpoint(address, true)))
	serve(t, controller)
	must(t, controller.sync())
	for _, row := range []struct{ host, transport string }{{"secure.test", "max-age=31536000; includeSubDomains"}, {"plain.test", ""}} {
		answer := request(t, controller, true, row.host, "/")
		answer.Body.Close()
		equal(t, answer.Header.Get("Strict-Transport-Security"), row.transport)
		equal(t, answer.Header.Get("Server"), "")
	}
}

// configure replaces the controller's ConfigMap and reloads.
func configure(t *testing.T, controller *Controller, data map[string]string) {
	t.Helper()
	_, err := controller.client.CoreV1().ConfigMaps("ns").Update(context.Background(), configMap(data), meta.UpdateOptions{})
	must(t, err)
	eventually(t, "the changed ConfigMap", func() bool {
		controller.store.Settings()
		return maps.Equal(controller.store.latest.Data, data)
	})
	must(t, controller.sync())
}

func moveEndpoint(t *testing.T, controller *Controller, moved *discovery.EndpointSlice) {
	t.Helper()
	_, err := controller.client.DiscoveryV1().EndpointSlices("ns").Update(context.Background(), moved, meta.UpdateOptions{})
	must(t, err)
	before := controller.applied
	eventually(t, "the moved endpoint", func() bool {
		must(t, controller.sync())
		return fmt.Sprint(controller.applied.backends) != fmt.Sprint(before.backends)
	})
	equal(t, controller.applied.checksum, before.checksum)
}

func TestAFirstConfigurationThatFailsLeavesTheStub(t *testing.T) {
	controller, _, _ := testController(t, testOptions(t), configMap(quiet("http-snippet", "sigsci_agent_host unix:/x;")))
	serve(t, controller)
	if controller.sync() == nil {
		t.Fatal("nginx took an unknown directive")
	}
	if err := controller.Check(); err == nil {
		t.Error("healthy on the stub")
	}
	if _, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", controller.options.HTTPPort)); err == nil {
		t.Error("the stub listens")
	}
}
