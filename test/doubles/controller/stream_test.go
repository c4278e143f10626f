package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// echo is a TCP server that answers each line with its name and what the line held.
func echo(t *testing.T, name string) int32 {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				for lines := bufio.NewScanner(connection); lines.Scan(); {
					fmt.Fprintf(connection, "%s %s\n", name, lines.Text())
				}
			}()
		}
	}()
	return int32(listener.Addr().(*net.TCPAddr).Port)
}

func say(t *testing.T, network string, port int, text string) string {
	t.Helper()
	connection, err := net.Dial(network, fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err.Error()
	}
	defer connection.Close()
	must(t, connection.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = fmt.Fprintln(connection, text)
	must(t, err)
	answer, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(answer)
}

func servicesMap(name string, entries map[int]string) *core.ConfigMap {
	data := map[string]string{}
	for port, reference := range entries {
		data[strconv.Itoa(port)] = reference
	}
	return &core.ConfigMap{ObjectMeta: meta.ObjectMeta{Namespace: "ns", Name: name}, Data: data}
}

// Source: kubernetes/ingress-nginx docs/user-guide/exposing-tcp-udp-services.md.
func TestTCPServicesReachTheirBackends(t *testing.T) {
	options := testOptions(t, "--tcp-services-configmap=ns/tcp")
	plain, named, fromProxy, toProxy := freePort(t), freePort(t), freePort(t), freePort(t)
	services := servicesMap("tcp", map[int]string{plain: "ns/app:80", named: "ns/app:http", fromProxy: "ns/app:80:PROXY", toProxy: "ns/app:80::PROXY"})
	controller, _, _ := testController(t, options, configMap(quiet()), services, service("app"), slice("app", echo(t, "first"), endpoint("127.0.0.1", true)))
	serve(t, controller)
	must(t, controller.sync())
	eventually(t, "the TCP service", func() bool { return say(t, "tcp", plain, "hello") == "first hello" })
	equal(t, say(t, "tcp", named, "hello"), "first hello")
	equal(t, say(t, "tcp", fromProxy, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nhello"), "first hello")
	if got := say(t, "tcp", toProxy, "hello"); !strings.HasPrefix(got, "first PROXY TCP4 127.0.0.1 127.0.0.1") {
		t.Errorf("to an endpoint that expects the PROXY protocol: %q", got)
	}

	moved := slice("app", echo(t, "second"), endpoint("127.0.0.1", true))
	_, err := controller.client.DiscoveryV1().EndpointSlices("ns").Update(context.Background(), moved, meta.UpdateOptions{})
	must(t, err)
	eventually(t, "the moved endpoint", func() bool {
		// The change may come while a sync reads the endpoints of one port after the other: its event brings another sync.
		must(t, controller.sync())
		return say(t, "tcp", plain, "hello") == "second hello"
	})
}

// Source: kubernetes/ingress-nginx docs/user-guide/exposing-tcp-udp-services.md.
func TestUDPServicesReachTheirBackends(t *testing.T) {
	backend, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(t, err)
	defer backend.Close()
	go func() {
		for buffer := make([]byte, 100); ; {
			size, from, err := backend.ReadFrom(buffer)
			if err != nil {
				return
			}
			_, _ = backend.WriteTo(append([]byte("udp "), buffer[:size]...), from)
		}
	}()
	public, names := freePort(t), service("names")
	names.Spec.Ports[0].Protocol = core.ProtocolUDP
	controller, _, _ := testController(t, testOptions(t, "--udp-services-configmap=ns/udp"), configMap(quiet()), names,
		servicesMap("udp", map[int]string{public: "ns/names:80"}),
		slice("names", int32(backend.LocalAddr().(*net.UDPAddr).Port), endpoint("127.0.0.1", true)))
	serve(t, controller)
	must(t, controller.sync())
	eventually(t, "the UDP service", func() bool { return say(t, "udp", public, "hello") == "udp hello" })
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (getStreamServices).
func TestServicesThatCannotBeServedAreLeftOut(t *testing.T) {
	options := testOptions(t, "--tcp-services-configmap=ns/tcp", "--udp-services-configmap=ns/udp")
	bad := servicesMap("tcp", map[int]string{options.HTTPPort: "ns/app:80", options.HealthPort: "ns/app:80", options.ProfilerPort: "ns/app:80",
		options.PassthroughPort: "ns/app:80", 4000: "ns/app", 4001: "app:80", 4002: "ns/gone:80", 4003: "ns/app:81", 4004: "ns/idle:80", 4005: "ns/app:80:proxy:PROXY"})
	bad.Data["http"] = "ns/app:80"
	controller, _, _ := testController(t, options, configMap(nil), bad, servicesMap("udp", map[int]string{4006: "ns/app:80:PROXY"}),
		service("app"), slice("app", 8080, endpoint("192.0.2.1", true)), service("idle"), slice("idle", 8080, endpoint("192.0.2.1", false)))
	served := controller.streamServices()
	equal(t, len(served), 1)
	equal(t, served[0].Port, 4005)
	equal(t, served[0].Backend, "tcp-ns-app-80")
	equal(t, served[0].Decode && served[0].Encode, true)
}

// Source: kubernetes/ingress-nginx rootfs/etc/nginx/template/nginx.tmpl.
func TestStreamSnippetsStandAtTheEndOfTheStreamBlock(t *testing.T) {
	snippet := ingress("s", "stream.test", pathOf(networking.PathTypePrefix, "/", "app"))
	snippet.Annotations[prefixed+"stream-snippet"] = "# of the Ingress"
	content, err := renderWith(t, quiet("stream-snippet", "server { listen 127.0.0.1:1; return mine; }", "log-format-stream", "[$proxy_upstream_name]",
		"allow-snippet-annotations", "true", "annotations-risk-level", "Critical"), snippet)
	must(t, err)
	inOrder(t, content, "stream {", "'[$proxy_upstream_name]'", "# of the Ingress", "return mine;")
	_, end, _ := strings.Cut(content, "return mine;")
	equal(t, strings.Join(strings.Fields(end), " "), "} }")
}
