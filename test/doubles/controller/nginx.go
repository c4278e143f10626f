package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	"sigsci-ingress/test/doubles/controller/process"
)

// Proxy is what the controller does to nginx.
type Proxy interface {
	// Start runs nginx in the background; the channel gives its end.
	Start() (<-chan error, error)
	// Test runs nginx -t on the content; the error holds what nginx said.
	Test(content []byte) error
	// Apply replaces the configuration and reloads.
	Apply(content []byte) error
	// Configure hands over the endpoints, and the certificates by host.
	Configure(backends []Backend, certificates map[string]Certificate) error
	// Quit asks nginx to finish its requests and go.
	Quit() error
	// Running tells whether any nginx process is left.
	Running() bool
	// Healthy returns nil when the master runs and has endpoints.
	Healthy() error
}

// Nginx is the real nginx on this machine.
type Nginx struct {
	layout  Layout
	options Options
}

// prefix is where relative paths in the configuration point in the real image: to nothing that exists.
const prefix = "/usr/local/nginx"

func (n *Nginx) command(config string, arguments ...string) *exec.Cmd {
	return exec.Command("nginx", append([]string{"-p", prefix, "-c", config}, arguments...)...)
}

// Start puts nginx into a process group of its own, so that signals for the controller do not reach it.
func (n *Nginx) Start() (<-chan error, error) {
	command := n.command(n.layout.Config())
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	return ended, nil
}

// Test leaves the file of a refused configuration for inspection, as the real controller does.
func (n *Nginx) Test(content []byte) error {
	file, err := os.CreateTemp(n.layout.Temp(), "nginx-cfg")
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Write(content); err != nil {
		return err
	}
	if output, err := n.command(file.Name(), "-t").CombinedOutput(); err != nil {
		line := strings.Repeat("-", 79)
		return fmt.Errorf("\n%s\nError: %w\n%s\n%s", line, err, output, line)
	}
	return os.Remove(file.Name())
}

// Apply writes in place: /etc/nginx may be a mount whose folder is not ours to rename in.
func (n *Nginx) Apply(content []byte) error {
	if err := os.WriteFile(n.layout.Config(), content, 0o600); err != nil {
		return err
	}
	if output, err := n.command(n.layout.Config(), "-s", "reload").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, output)
	}
	return nil
}

// Configure posts lines to the Lua side, the certificates first: with the first endpoints the controller is ready.
func (n *Nginx) Configure(backends []Backend, certificates map[string]Certificate) error {
	var servers, endpoints bytes.Buffer
	for _, host := range slices.Sorted(maps.Keys(certificates)) {
		certificate := certificates[host]
		fmt.Fprintf(&servers, "certificate %s %s\n", certificate.ID, base64.StdEncoding.EncodeToString([]byte(certificate.PEM)))
		fmt.Fprintf(&servers, "server %s %s\n", host, certificate.ID)
	}
	for _, backend := range backends {
		fmt.Fprintln(&endpoints, backend.Name, strings.Join(backend.Endpoints, " "))
	}
	return errors.Join(n.post("/configuration/servers", &servers), n.post("/configuration/backends", &endpoints))
}

func (n *Nginx) post(path string, body io.Reader) error {
	client := http.Client{Timeout: time.Duration(n.options.HealthTimeout) * time.Second}
	answer, err := client.Post(n.statusURL(path), "text/plain", body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusCreated {
		return fmt.Errorf("unexpected error code: %d", answer.StatusCode)
	}
	return nil
}

// Quit tells the master to stop gracefully.
func (n *Nginx) Quit() error {
	command := n.command(n.layout.Config(), "-s", "quit")
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}

// Running looks for any process named nginx.
func (n *Nginx) Running() bool { return process.Running("nginx") }

// Healthy asks for the pid file, the process and the endpoints, in this order.
// Source: kubernetes/ingress-nginx internal/ingress/controller/checker.go.
func (n *Nginx) Healthy() error {
	content, err := os.ReadFile(n.layout.PID())
	if err != nil {
		return fmt.Errorf("reading %s: %w", n.layout.PID(), err)
	}
	pid := strings.TrimSpace(string(content))
	if _, err := os.Stat("/proc/" + pid); err != nil {
		return fmt.Errorf("checking for NGINX process with PID %s: %w", pid, err)
	}
	client := http.Client{Timeout: time.Duration(n.options.HealthTimeout) * time.Second}
	answer, err := client.Get(n.statusURL("/is-dynamic-lb-initialized"))
	if err != nil {
		return fmt.Errorf("checking if the dynamic load balancer started: %w", err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("dynamic load balancer not started")
	}
	return nil
}

func (n *Nginx) statusURL(path string) string {
	return fmt.Sprintf("http://127.0.0.1:%d%s", n.options.StatusPort, path)
}
