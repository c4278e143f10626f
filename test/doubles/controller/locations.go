package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	networking "k8s.io/api/networking/v1"
)

// Location is one nginx location.
type Location struct {
	// Match is what follows the word location: modifier and quoted path.
	Match string
	// Path is the Ingress's path, for $location_path.
	Path string
	// Backend is the value of $proxy_upstream_name.
	Backend                           string
	Namespace, Ingress, Service, Port string
	// Rewrite is a regular expression and its replacement, or nothing.
	Rewrite     string
	Scheme      string
	RedirectTLS bool
	Snippet     string
	// Denied answers every request with 503.
	Denied bool
	// Silent keeps requests out of the access log.
	Silent      bool
	Annotations Annotations
	// service is nil where the default backend answers.
	service *networking.IngressServiceBackend
}

// buildLocations turns a server's paths into nginx locations. A Prefix path stands for itself and for what lies
// below it. When one Ingress of the host uses regular expressions, all its locations do, the longest first.
// Source: kubernetes/ingress-nginx docs/user-guide/ingress-path-matching.md.
func buildLocations(server *Server, settings Settings) []Location {
	regex := slices.ContainsFunc(server.paths, usesRegex)
	paths := slices.Clone(server.paths)
	slices.SortStableFunc(paths, func(a, b path) int { return len(b.path) - len(a.path) })
	locations := []Location{}
	for _, p := range paths {
		for _, match := range matches(p, regex, server.paths) {
			locations = append(locations, newLocation(server, p, match))
		}
	}
	if !hasRoot(paths) {
		locations = append(locations, unclaimed(server, settings, regex))
	}
	return locations
}

// unclaimed is the location of what no path claims. It has the annotations of the host's first Ingress, redirects included.
// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (createServers).
func unclaimed(server *Server, settings Settings, regex bool) Location {
	owner := server.owner
	if owner == nil {
		owner = &Annotations{ingress: &networking.Ingress{}, settings: settings}
	}
	root := path{path: "/", ingress: owner.ingress, backend: &networking.IngressServiceBackend{}, annotations: *owner}
	location := newLocation(server, root, matches(root, regex, nil)[0])
	location.Backend, location.service, location.Port = defaultBackend, nil, ""
	location.Silent = location.Silent || server.owner == nil && !settings.On("enable-access-log-for-default-backend")
	return location
}

func usesRegex(p path) bool {
	return p.annotations.On("use-regex") || p.annotations.Text("rewrite-target") != ""
}

func hasRoot(paths []path) bool {
	return slices.ContainsFunc(paths, func(p path) bool { return p.path == "/" && !p.exact })
}

func matches(p path, regex bool, all []path) []string {
	if regex {
		return []string{"~* " + quote("^"+p.path)}
	}
	if p.exact {
		return []string{"= " + quote(p.path)}
	}
	if p.path == "/" {
		return []string{`"/"`}
	}
	below := strings.TrimSuffix(p.path, "/") + "/"
	itself := strings.TrimSuffix(p.path, "/")
	for _, other := range all {
		if other.exact && other.path == itself {
			return []string{quote(below)}
		}
	}
	return []string{quote(below), "= " + quote(itself)}
}

func newLocation(server *Server, p path, match string) Location {
	location := Location{Match: match, Path: p.path, Annotations: p.annotations, service: p.backend,
		Backend: backendName(p.ingress.Namespace, p.backend), Namespace: p.ingress.Namespace, Ingress: p.ingress.Name,
		Service: p.backend.Name, Port: portName(p.backend.Port),
		Scheme: "http", Denied: denied(p.annotations), RedirectTLS: redirects(server, p), Snippet: p.annotations.Snippet("configuration-snippet")}
	if logged, err := strconv.ParseBool(p.annotations.Text("enable-access-log")); err == nil {
		location.Silent = !logged
	}
	if strings.EqualFold(p.annotations.Text("backend-protocol"), "HTTPS") {
		location.Scheme = "https"
	}
	if target := p.annotations.Text("rewrite-target"); target != "" && target != p.path {
		location.Rewrite = fmt.Sprintf("%s %s", quote("(?i)"+p.path), quote(target))
	}
	return location
}

func redirects(server *Server, p path) bool {
	settings := p.annotations.settings
	for _, exempt := range settings.List("no-tls-redirect-locations") {
		if strings.HasPrefix(p.path, exempt) {
			return false
		}
	}
	return p.annotations.On("force-ssl-redirect") || server.TLS && p.annotations.On("ssl-redirect")
}

// literal makes an nginx string in which a dollar is no variable: the template defines $literal_dollar.
func literal(value string) string {
	return quote(strings.ReplaceAll(value, "$", "${literal_dollar}"))
}

// quote makes an nginx string; backslashes belong to regular expressions and stay.
func quote(value string) string {
	return `"` + strings.ReplaceAll(value, `"`, `\"`) + `"`
}
