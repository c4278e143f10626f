package main

import (
	"bytes"
	"embed"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"text/template"
)

//go:embed nginx.tmpl stream.tmpl
var templates embed.FS

// Model is everything that nginx.conf is rendered from.
type Model struct {
	Settings            Settings
	Options             Options
	Layout              Layout
	Servers             []*Server
	AddHeaders, Headers map[string]string
	Streams             []StreamService
	StreamSnippets      []string
	Workers             string
	OpenFiles           int
	Backlog             int
	IPv6                bool
}

var page = template.Must(template.New("nginx.tmpl").Funcs(template.FuncMap{
	"quote":    quote,
	"literal":  literal,
	"sorted":   func(headers map[string]string) []string { return slices.Sorted(maps.Keys(headers)) },
	"variable": variable,
	"pass":     func(values ...any) []any { return values },
}).ParseFS(templates, "*.tmpl"))

// Render returns nginx.conf, under a comment with its checksum.
func (m Model) Render() (content []byte, checksum uint64, err error) {
	var body bytes.Buffer
	if err := page.Execute(&body, m); err != nil {
		return nil, 0, err
	}
	hash := fnv.New64a()
	hash.Write(body.Bytes())
	return fmt.Appendf(nil, "# Configuration checksum: %d\n%s", hash.Sum64(), body.Bytes()), hash.Sum64(), nil
}

// Listen returns the listen directives of a server; only the catch-all's carry the socket's options.
func (m Model) Listen(server *Server) []string {
	lines := []string{}
	for _, host := range m.Hosts() {
		plain := fmt.Sprintf("listen %s%d%s", host, m.Options.HTTPPort, m.proxyProtocol())
		secure := fmt.Sprintf("listen %s%d%s ssl%s", host, m.SecurePort(), m.secureProtocol(), m.http2())
		for _, line := range []string{plain, secure} {
			if server.Host == catchAll {
				line += " default_server" + m.Socket()
			}
			lines = append(lines, line+";")
		}
	}
	return lines
}

// Hosts is what stands before the port in a listen directive, for each address family.
func (m Model) Hosts() []string {
	if m.IPv6 && !m.Settings.On("disable-ipv6") {
		return []string{"", "[::]:"}
	}
	return []string{""}
}

func (m Model) proxyProtocol() string {
	if m.Settings.On("use-proxy-protocol") {
		return " proxy_protocol"
	}
	return ""
}

// SecurePort is where nginx listens for TLS; with SSL passthrough the controller has the HTTPS port.
func (m Model) SecurePort() int {
	if m.Options.Passthrough {
		return m.Options.PassthroughPort
	}
	return m.Options.HTTPSPort
}

// secureProtocol is the PROXY protocol wherever the controller hands connections on, else as for plain HTTP.
func (m Model) secureProtocol() string {
	if m.Options.Passthrough {
		return " proxy_protocol"
	}
	return m.proxyProtocol()
}

func (m Model) http2() string {
	if m.Settings.On("use-http2") {
		return " http2"
	}
	return ""
}

// Socket returns the options of a listening socket.
func (m Model) Socket() string {
	if m.Settings.On("reuse-port") {
		return fmt.Sprintf(" reuseport backlog=%d", m.Backlog)
	}
	return fmt.Sprintf(" backlog=%d", m.Backlog)
}

// BucketSize is the hash bucket that the longest server name needs.
// Source: https://nginx.org/en/docs/hash.html.
func (m Model) BucketSize() int {
	longest := 0
	for _, server := range m.Servers {
		longest = max(longest, len(server.Host))
	}
	size := max(64, m.Settings.Number("server-name-hash-bucket-size"))
	for size < longest+32 {
		size *= 2
	}
	return size
}

// Connections reads max-worker-connections; 0 is three quarters of the open files.
func (m Model) Connections() int {
	if given := m.Settings.Number("max-worker-connections"); given > 0 {
		return given
	}
	return m.OpenFiles * 3 / 4
}

// TransportSecurity is the value of the header Strict-Transport-Security, or nothing.
func (m Model) TransportSecurity() string {
	if !m.Settings.On("hsts") {
		return ""
	}
	value := "max-age=" + m.Settings.Text("hsts-max-age")
	if m.Settings.On("hsts-include-subdomains") {
		value += "; includeSubDomains"
	}
	if m.Settings.On("hsts-preload") {
		value += "; preload"
	}
	return value
}
