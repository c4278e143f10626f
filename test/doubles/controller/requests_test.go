package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	networking "k8s.io/api/networking/v1"
)

// lengthServer answers with the length of the body it got.
func lengthServer(t *testing.T) (string, int32) {
	t.Helper()
	return handle(t, func(answer http.ResponseWriter, request *http.Request) {
		size, _ := io.Copy(io.Discard, request.Body)
		fmt.Fprint(answer, size)
	})
}

// send posts a body of so many bytes to the plain port; chunked leaves out its length.
func send(t *testing.T, controller *Controller, host string, size int, chunked bool) (int, string) {
	t.Helper()
	body := io.Reader(strings.NewReader(strings.Repeat("x", size)))
	if chunked {
		body = io.MultiReader(body)
	}
	request, err := http.NewRequest("POST", fmt.Sprintf("http://127.0.0.1:%d/upload", controller.options.HTTPPort), body)
	must(t, err)
	request.Host = host
	answer, err := (&http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	must(t, err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	must(t, err)
	return answer.StatusCode, string(content)
}

// Source: kubernetes/ingress-nginx docs/user-guide/nginx-configuration (proxy-body-size in configmap.md, annotations.md).
func TestLargeUploadsNeedPermission(t *testing.T) {
	address, port := lengthServer(t)
	large := ingress("b", "large.test", pathOf(networking.PathTypePrefix, "/", "app"))
	large.Annotations[prefixed+"proxy-body-size"] = "3m"
	endless := ingress("c", "endless.test", pathOf(networking.PathTypePrefix, "/", "app"))
	endless.Annotations[prefixed+"proxy-body-size"] = "0"
	// root's nginx would give its workers to another user, who may not write into the test's folder
	settings := quiet()
	if os.Getuid() == 0 {
		settings = quiet("main-snippet", "user root;")
	}
	controller, _, _ := testController(t, testOptions(t), configMap(settings), class("nginx", "k8s.io/ingress-nginx"), large, endless,
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", port, endpoint(address, true)))
	serve(t, controller)
	must(t, controller.sync())
	for _, row := range []struct {
		host    string
		size    int
		chunked bool
		code    int
	}{
		{"app.test", 1 << 20, false, 200},
		{"app.test", 1<<20 + 1, false, 413},
		{"app.test", 1 << 20, true, 200},
		{"large.test", 2 << 20, false, 200},
		{"large.test", 2 << 20, true, 200},
		{"large.test", 3<<20 + 1, false, 413},
		{"endless.test", 8 << 20, false, 200},
	} {
		code, body := send(t, controller, row.host, row.size, row.chunked)
		if code != row.code || code == 200 && body != strconv.Itoa(row.size) {
			t.Errorf("%s, %d bytes, chunked %v: %d %.40q", row.host, row.size, row.chunked, code, body)
		}
	}
}

// Source: kubernetes/ingress-nginx docs/user-guide/nginx-configuration/configmap.md (use-http2).
func TestTLSSpeaksHTTP2UnlessToldNotTo(t *testing.T) {
	address, port := backendServer(t, "app")
	controller, _, _ := testController(t, testOptions(t), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"),
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", port, endpoint(address, true)))
	serve(t, controller)
	must(t, controller.sync())
	equal(t, protocol(t, controller), "HTTP/2.0")
	configure(t, controller, quiet("use-http2", "false"))
	eventually(t, "HTTP/1.1 on TLS", func() bool { return protocol(t, controller) == "HTTP/1.1" })
}

func protocol(t *testing.T, controller *Controller) string {
	t.Helper()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, fmt.Sprintf("127.0.0.1:%d", controller.options.HTTPSPort))
	}
	transport := &http.Transport{DialContext: dial, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Timeout: 10 * time.Second, Transport: transport}).Get("https://app.test/")
	must(t, err)
	defer answer.Body.Close()
	return answer.Proto
}

// Source: kubernetes/ingress-nginx docs/user-guide/nginx-configuration/log-format.md and configmap.md.
func TestTheAccessLog(t *testing.T) {
	address, port := backendServer(t, "app")
	quietOne := ingress("b", "quiet.test", pathOf(networking.PathTypePrefix, "/", "app"))
	quietOne.Annotations[prefixed+"enable-access-log"] = "false"
	log := filepath.Join(t.TempDir(), "access.log")
	settings := func(more ...string) map[string]string {
		return quiet(append([]string{"disable-access-log", "false", "access-log-path", log, "skip-access-log-urls", "/skipped"}, more...)...)
	}
	controller, _, _ := testController(t, testOptions(t), configMap(settings()), class("nginx", "k8s.io/ingress-nginx"), quietOne,
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", port, endpoint(address, true)))
	serve(t, controller)
	must(t, controller.sync())
	get(t, controller, false, "quiet.test", "/quiet")
	get(t, controller, false, "app.test", "/skipped")
	get(t, controller, false, "unknown.test", "/unknown")
	get(t, controller, false, "app.test", "/x?y=1")
	lines := linesOf(t, log, 1)
	format := fmt.Sprintf(`^127\.0\.0\.1 - - \[[^]]+\] "GET /x\?y=1 HTTP/1\.1" 200 11 "-" "Go-http-client/1\.1" \d+ \d+\.\d{3} \[ns-app-80\] \[\] 127\.0\.0\.1:%d 11 \d+\.\d{3} 200 [0-9a-f]{32}$`, port)
	if len(lines) != 1 || !regexp.MustCompile(format).MatchString(lines[0]) {
		t.Errorf("the log: %q", lines)
	}

	must(t, os.Truncate(log, 0))
	configure(t, controller, settings("log-format-upstream", "$namespace/$ingress_name $status", "enable-access-log-for-default-backend", "true"))
	eventually(t, "the other format", func() bool {
		get(t, controller, false, "app.test", "/x")
		return strings.Contains(strings.Join(linesOf(t, log, 1), "\n"), "ns/a 200")
	})
	eventually(t, "the unknown host", func() bool {
		get(t, controller, false, "unknown.test", "/unknown")
		return strings.Contains(strings.Join(linesOf(t, log, 1), "\n"), "/ 404")
	})
}

// linesOf waits for so many lines: nginx writes them after the answer.
func linesOf(t *testing.T, file string, count int) []string {
	t.Helper()
	lines := []string{}
	eventually(t, "lines in the log", func() bool {
		content, err := os.ReadFile(file)
		must(t, err)
		lines = strings.Split(strings.TrimSpace(string(content)), "\n")
		return lines[0] != "" && len(lines) >= count
	})
	return lines
}
