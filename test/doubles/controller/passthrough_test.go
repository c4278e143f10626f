package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

// secretServer speaks TLS by itself, so that what reaches it was never opened on the way.
func secretServer(t *testing.T) int32 {
	t.Helper()
	server := httptest.NewTLSServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		fmt.Fprintf(answer, "the application itself, X-Real-IP [%s]", request.Header.Get("X-Real-IP"))
	}))
	t.Cleanup(server.Close)
	return int32(server.Listener.Addr().(*net.TCPAddr).Port)
}

// requestByTLS requests / of a host by TLS from another loopback address, so that it can be told from nginx's neighbour.
func requestByTLS(t *testing.T, controller *Controller, host string) string {
	t.Helper()
	dialer := tls.Dialer{NetDialer: &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 9)}, Timeout: 10 * time.Second},
		Config: &tls.Config{InsecureSkipVerify: true, ServerName: host}}
	connection, err := dialer.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", controller.options.HTTPSPort))
	if err != nil {
		return err.Error()
	}
	defer connection.Close()
	must(t, connection.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = fmt.Fprintf(connection, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", host)
	must(t, err)
	answer, _ := io.ReadAll(connection)
	return bodyOf(string(answer))
}

func passthroughIngress(name, host, path string) *networking.Ingress {
	given := ingress(name, host, pathOf(networking.PathTypePrefix, path, "secret"))
	given.Annotations[prefixed+"ssl-passthrough"] = "true"
	return given
}

// secretService has the loopback address as the cluster's.
func secretService(port int32) *core.Service {
	given := service("secret")
	given.Spec.ClusterIP, given.Spec.Ports[0].Port = "127.0.0.1", port
	return given
}

// Source: kubernetes/ingress-nginx docs/user-guide/tls.md, pkg/tcpproxy/tcp.go; that all other clients are 127.0.0.1 to
// nginx, and how to tell it better: issues 8052 and 8541.
func TestSSLPassthroughLeadsItsHostsPastNginx(t *testing.T) {
	hidden := secretServer(t)
	address, port := headerServer(t, "X-Real-IP", "X-Forwarded-Port")
	behind := passthroughIngress("a", "secret.test", "/")
	behind.Spec.Rules[0].HTTP.Paths[0].Backend.Service.Port.Number = hidden
	controller, _, _ := testController(t, testOptions(t, "--enable-ssl-passthrough"), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"), behind,
		secretService(hidden), ingress("b", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", port, endpoint(address, true)))
	serve(t, controller)
	must(t, controller.servePassthrough())
	must(t, controller.sync())
	eventually(t, "a host of nginx", func() bool { return requestByTLS(t, controller, "app.test") == "[127.0.0.1][443]" })
	equal(t, requestByTLS(t, controller, "secret.test"), "the application itself, X-Real-IP []")

	configure(t, controller, quiet("enable-real-ip", "true", "forwarded-for-header", "proxy_protocol", "proxy-real-ip-cidr", "127.0.0.1/32"))
	eventually(t, "the client's own address", func() bool { return requestByTLS(t, controller, "app.test") == "[127.0.0.9][443]" })
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (getConfiguration).
func TestWhichHostsPassThrough(t *testing.T) {
	named := passthroughIngress("b", "named.test", "/")
	named.Spec.Rules[0].HTTP.Paths[0].Backend.Service.Port = networking.ServiceBackendPort{Name: "http"}
	off := passthroughIngress("e", "off.test", "/")
	off.Annotations[prefixed+"ssl-passthrough"] = "false"
	lost := passthroughIngress("f", "lost.test", "/")
	lost.Spec.Rules[0].HTTP.Paths[0].Backend.Service.Name = "gone"
	controller, _, _ := testController(t, testOptions(t, "--enable-ssl-passthrough"), configMap(nil), class("nginx", "k8s.io/ingress-nginx"), secretService(8443),
		passthroughIngress("a", "number.test", "/"), named, passthroughIngress("c", "below.test", "/below"), ingress("d", "plain.test", pathOf(networking.PathTypePrefix, "/", "secret")), off, lost)
	services := controller.passthroughServices(controller.model(controller.store.Ingresses()).Servers)
	equal(t, fmt.Sprint(services), "map[named.test:127.0.0.1:8443 number.test:127.0.0.1:80]")
}

func TestNginxKeepsTheHTTPSPortWithoutTheFlag(t *testing.T) {
	for _, row := range []struct{ flag, listens, not string }{{"--enable-ssl-passthrough", "listen 442 proxy_protocol ssl", "listen 443"}, {"--v=0", "listen 443 ssl", "listen 442"}} {
		options, err := ParseOptions([]string{"--configmap=ns/config", row.flag}, 0)
		must(t, err)
		controller, _, _ := testController(t, options, configMap(nil))
		content, _, err := controller.model(nil).Render()
		must(t, err)
		inOrder(t, string(content), row.listens)
		equal(t, strings.Contains(string(content), row.not), false)
	}
}

func TestAServerNameIsReadFromTheFirstRecord(t *testing.T) {
	equal(t, serverName([]byte("GET / HTTP/1.1\r\n\r\n")), "")
	client, server := net.Pipe()
	defer server.Close()
	go func() {
		_ = tls.Client(client, &tls.Config{ServerName: "named.test", InsecureSkipVerify: true}).Handshake()
	}()
	hello := make([]byte, 1<<14)
	length, err := server.Read(hello)
	must(t, err)
	equal(t, serverName(hello[:length]), "named.test")
}
