package main

import (
	"slices"
	"strings"

	networking "k8s.io/api/networking/v1"
)

// catchAll is the host name of the server for requests that match no other.
const catchAll = "_"

// Server is one host.
type Server struct {
	Host        string
	Certificate Certificate
	// TLS is set when an Ingress of this host has a TLS section.
	TLS bool
	// Snippet is the server-snippet of the first Ingress that brings one.
	Snippet   string
	Locations []Location
	// owner holds the annotations of the first Ingress of this host; nil for the catch-all.
	owner *Annotations
	paths []path
}

// path is one path of one Ingress before it becomes locations.
type path struct {
	path        string
	exact       bool
	ingress     *networking.Ingress
	backend     *networking.IngressServiceBackend
	annotations Annotations
}

// buildServers turns Ingresses into servers, the catch-all first. Of two that claim the same host and path
// the older one wins.
func buildServers(ingresses []*networking.Ingress, settings Settings, options Options) []*Server {
	servers := []*Server{{Host: catchAll}}
	find := func(host string) *Server {
		for _, server := range servers {
			if server.Host == host {
				return server
			}
		}
		servers = append(servers, &Server{Host: host})
		return servers[len(servers)-1]
	}
	for _, ingress := range oldestFirst(ingresses) {
		addIngress(find, ingress, Annotations{options.AnnotationsPrefix, ingress, settings})
	}
	slices.SortStableFunc(servers[1:], func(a, b *Server) int { return strings.Compare(a.Host, b.Host) })
	return servers
}

func oldestFirst(ingresses []*networking.Ingress) []*networking.Ingress {
	sorted := slices.Clone(ingresses)
	slices.SortFunc(sorted, func(a, b *networking.Ingress) int {
		if order := a.CreationTimestamp.Compare(b.CreationTimestamp.Time); order != 0 {
			return order
		}
		return strings.Compare(a.Namespace+"/"+a.Name, b.Namespace+"/"+b.Name)
	})
	return sorted
}

func pathType(p networking.HTTPIngressPath) networking.PathType {
	if p.PathType == nil {
		return networking.PathTypePrefix
	}
	return *p.PathType
}

func orRoot(value string) string {
	if value == "" {
		return "/"
	}
	return value
}

func rulePaths(rule networking.IngressRule) []networking.HTTPIngressPath {
	if rule.HTTP == nil {
		return nil
	}
	return rule.HTTP.Paths
}

func addIngress(find func(string) *Server, ingress *networking.Ingress, annotations Annotations) {
	snippet := annotations.Snippet("server-snippet")
	hosts := []string{}
	for _, rule := range ingress.Spec.Rules {
		server := find(hostOf(rule))
		if server.owner == nil && server.Host != catchAll {
			server.owner = &annotations
		}
		hosts = append(hosts, server.Host)
		for _, p := range rulePaths(rule) {
			if p.Backend.Service != nil {
				server.add(path{orRoot(p.Path), pathType(p) == networking.PathTypeExact, ingress, p.Backend.Service, annotations})
			}
		}
	}
	if len(hosts) == 0 {
		hosts = []string{find(catchAll).Host}
	}
	slices.Sort(hosts)
	for _, host := range slices.Compact(hosts) {
		find(host).addDefaults(ingress, annotations, snippet)
	}
}

func hostOf(rule networking.IngressRule) string {
	if rule.Host == "" {
		return catchAll
	}
	return rule.Host
}

func (s *Server) addDefaults(ingress *networking.Ingress, annotations Annotations, snippet string) {
	if backend := ingress.Spec.DefaultBackend; backend != nil && backend.Service != nil {
		s.add(path{"/", false, ingress, backend.Service, annotations})
	}
	if s.Snippet == "" {
		s.Snippet = snippet
	}
}

func (s *Server) add(added path) {
	for _, present := range s.paths {
		if present.path == added.path && present.exact == added.exact {
			return
		}
	}
	s.paths = append(s.paths, added)
}
