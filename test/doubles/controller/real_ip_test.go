package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	networking "k8s.io/api/networking/v1"
)

// headerServer answers with the values of some headers of the request, each in brackets.
func headerServer(t *testing.T, names ...string) (string, int32) {
	t.Helper()
	return handle(t, func(answer http.ResponseWriter, request *http.Request) {
		for _, name := range names {
			fmt.Fprintf(answer, "[%s]", request.Header.Get(name))
		}
	})
}

// speak sends plain text to a port and returns what comes until the connection ends.
func speak(t *testing.T, port int, text string) string {
	t.Helper()
	connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	must(t, err)
	defer connection.Close()
	must(t, connection.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = io.WriteString(connection, text)
	must(t, err)
	answer, _ := io.ReadAll(connection)
	return string(answer)
}

func bodyOf(answer string) string {
	_, body, _ := strings.Cut(answer, "\r\n\r\n")
	return body
}

// Source: kubernetes/ingress-nginx rootfs/etc/nginx/template/nginx.tmpl, rootfs/etc/nginx/lua/lua_ingress.lua and
// docs/user-guide/nginx-configuration/configmap.md. The client is 127.0.0.1; the backend sees, in this order, X-Real-IP,
// X-Forwarded-For, X-Original-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Port and X-Forwarded-Host.
func TestWhichClientTheBackendSees(t *testing.T) {
	address, port := headerServer(t, "X-Real-IP", "X-Forwarded-For", "X-Original-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Host")
	claims := "X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 8443\r\nX-Forwarded-Host: public.test, inner.test\r\n"
	spoken := "PROXY TCP4 192.0.2.44 192.0.2.1 1234 443\r\n"
	controller, _, _ := testController(t, testOptions(t), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"),
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", port, endpoint(address, true)))
	serve(t, controller)
	http := strconv.Itoa(controller.options.HTTPPort)
	for _, row := range []struct {
		what           string
		settings       []string
		before, header string
		want           string
	}{
		{"nothing set", nil, "", "", "[127.0.0.1][127.0.0.1][][http][" + http + "][app.test]"},
		{"claims are not believed", nil, "", claims, "[127.0.0.1][127.0.0.1][203.0.113.9, 198.51.100.7][http][" + http + "][app.test]"},
		{"all proxies are trusted", []string{"use-forwarded-headers", "true"}, "", claims,
			"[203.0.113.9][203.0.113.9][203.0.113.9, 198.51.100.7][https][8443][public.test]"},
		{"the last proxies are trusted", []string{"use-forwarded-headers", "true", "proxy-real-ip-cidr", "127.0.0.1/32,198.51.100.0/24"}, "", claims,
			"[203.0.113.9][203.0.113.9][203.0.113.9, 198.51.100.7][https][8443][public.test]"},
		{"one proxy is trusted", []string{"use-forwarded-headers", "true", "proxy-real-ip-cidr", "127.0.0.1/32"}, "", claims,
			"[198.51.100.7][198.51.100.7][203.0.113.9, 198.51.100.7][https][8443][public.test]"},
		{"no proxy of this address is trusted", []string{"use-forwarded-headers", "true", "proxy-real-ip-cidr", "192.0.2.0/24"}, "", claims,
			"[127.0.0.1][127.0.0.1][203.0.113.9, 198.51.100.7][https][8443][public.test]"},
		{"the full list", []string{"use-forwarded-headers", "true", "compute-full-forwarded-for", "true"}, "", claims,
			"[203.0.113.9][203.0.113.9, 198.51.100.7, 127.0.0.1][203.0.113.9, 198.51.100.7][https][8443][public.test]"},
		{"the full list needs forwarded headers", []string{"enable-real-ip", "true", "compute-full-forwarded-for", "true"}, "", claims,
			"[203.0.113.9][203.0.113.9][203.0.113.9, 198.51.100.7][http][" + http + "][app.test]"},
		{"the address alone is believed", []string{"enable-real-ip", "true"}, "", claims,
			"[203.0.113.9][203.0.113.9][203.0.113.9, 198.51.100.7][http][" + http + "][app.test]"},
		{"another header", []string{"enable-real-ip", "true", "forwarded-for-header", "CF-Connecting-IP"}, "", claims + "CF-Connecting-IP: 203.0.113.77\r\n",
			"[203.0.113.77][203.0.113.77][203.0.113.77][http][" + http + "][app.test]"},
		{"another host header", []string{"use-forwarded-headers", "true", "forwarded-host-header", "X-Host"}, "", "X-Host: x.test\r\nX-Forwarded-Host: y.test\r\n",
			"[127.0.0.1][127.0.0.1][][http][" + http + "][x.test]"},
		{"the PROXY protocol", []string{"use-proxy-protocol", "true"}, spoken, claims,
			"[192.0.2.44][192.0.2.44][203.0.113.9, 198.51.100.7][https][443][app.test]"},
		{"the PROXY protocol from an address that is not trusted", []string{"use-proxy-protocol", "true", "proxy-real-ip-cidr", "192.0.2.0/24"}, spoken, "",
			"[127.0.0.1][127.0.0.1][][https][443][app.test]"},
		{"the PROXY protocol and trusted proxies before it", []string{"use-proxy-protocol", "true", "use-forwarded-headers", "true", "proxy-real-ip-cidr", "127.0.0.1/32,192.0.2.44/32"}, spoken, claims,
			"[198.51.100.7][198.51.100.7][203.0.113.9, 198.51.100.7][https][8443][public.test]"},
		{"the PROXY protocol and a claim that is not trusted", []string{"use-proxy-protocol", "true", "use-forwarded-headers", "true", "proxy-real-ip-cidr", "127.0.0.1/32", "compute-full-forwarded-for", "true"}, spoken, claims,
			"[192.0.2.44][203.0.113.9, 198.51.100.7, 192.0.2.44][203.0.113.9, 198.51.100.7][https][8443][public.test]"},
	} {
		configure(t, controller, quiet(row.settings...))
		request := row.before + "GET / HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n" + row.header + "\r\n"
		got := ""
		for range 100 { // the old workers may answer while the new ones start
			if got = bodyOf(speak(t, controller.options.HTTPPort, request)); strings.Contains(got, row.want) {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if !strings.Contains(got, row.want) {
			t.Errorf("%s: %s, want %s", row.what, got, row.want)
		}
	}
}
