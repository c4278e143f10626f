package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	networking "k8s.io/api/networking/v1"
)

// upgradeServer answers an upgrade to any protocol and sends back each line from then on.
func upgradeServer(t *testing.T) (string, int32) {
	t.Helper()
	return handle(t, func(answer http.ResponseWriter, request *http.Request) {
		if !strings.EqualFold(request.Header.Get("Connection"), "upgrade") || request.Header.Get("Upgrade") == "" {
			fmt.Fprintf(answer, "[%s][%s]", request.Header.Get("Connection"), request.Header.Get("Upgrade"))
			return
		}
		connection, buffer, err := answer.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer connection.Close()
		fmt.Fprintf(connection, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: %s\r\n\r\n", request.Header.Get("Upgrade"))
		for {
			line, err := buffer.ReadString('\n')
			if err != nil {
				return
			}
			fmt.Fprint(connection, "back "+line)
		}
	})
}

type upgraded struct {
	net.Conn
	lines *bufio.Reader
}

// upgrade opens a connection and has it upgraded.
func upgrade(t *testing.T, controller *Controller) upgraded {
	t.Helper()
	connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", controller.options.HTTPPort))
	must(t, err)
	t.Cleanup(func() { connection.Close() })
	must(t, connection.SetDeadline(time.Now().Add(60*time.Second)))
	fmt.Fprint(connection, "GET /chat HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	lines := bufio.NewReader(connection)
	answer, err := http.ReadResponse(lines, nil)
	must(t, err)
	equal(t, answer.StatusCode, 101)
	equal(t, answer.Header.Get("Upgrade"), "websocket")
	return upgraded{connection, lines}
}

func (u upgraded) say(line string) (string, error) {
	if _, err := fmt.Fprintln(u, line); err != nil {
		return "", err
	}
	return u.lines.ReadString('\n')
}

func upgradeController(t *testing.T, settings ...string) *Controller {
	t.Helper()
	address, port := upgradeServer(t)
	controller, _, _ := testController(t, testOptions(t), configMap(quiet(settings...)), class("nginx", "k8s.io/ingress-nginx"),
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", port, endpoint(address, true)))
	serve(t, controller)
	must(t, controller.sync())
	return controller
}

// Source: kubernetes/ingress-nginx rootfs/etc/nginx/template/nginx.tmpl (connection_upgrade) and docs/user-guide/miscellaneous.md.
func TestUpgradedConnectionsPassBothWaysAndOutliveAReload(t *testing.T) {
	controller := upgradeController(t)
	code, body := get(t, controller, false, "app.test", "/")
	equal(t, code, 200)
	equal(t, body, "[][]")
	connection := upgrade(t, controller)
	answer, err := connection.say("one")
	must(t, err)
	equal(t, answer, "back one\n")
	configure(t, controller, quiet("keep-alive", "7"))
	answer, err = connection.say("two")
	must(t, err)
	equal(t, answer, "back two\n")
}

// Source: kubernetes/ingress-nginx docs/user-guide/nginx-configuration/configmap.md (worker-shutdown-timeout).
func TestTheWorkersTimeoutEndsUpgradedConnections(t *testing.T) {
	controller := upgradeController(t, "worker-shutdown-timeout", "1s")
	connection := upgrade(t, controller)
	configure(t, controller, quiet("worker-shutdown-timeout", "1s", "keep-alive", "7"))
	if _, err := connection.lines.ReadString('\n'); err != io.EOF && !strings.Contains(fmt.Sprint(err), "reset") {
		t.Errorf("got %v", err)
	}
}
