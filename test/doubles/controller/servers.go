package main

import (
	"regexp"
	"slices"
	"strings"

	networking "k8s.io/api/networking/v1"
	"k8s.io/klog/v2"
)

// catchAll is the host name of the server for requests that match no other.
const catchAll = "_"

// Server is one host.
type Server struct {
	Host        string
	Certificate Certificate
	// TLS is set when an Ingress names a usable Secret for this host.
	TLS       bool
	Snippets  []string
	Locations []Location
	paths     []path
}

// path is one path of one Ingress before it becomes locations.
type path struct {
	path        string
	exact       bool
	ingress     *networking.Ingress
	backend     *networking.IngressServiceBackend
	annotations Annotations
}

// strictPath is what strict-validate-path-type demands of Exact and Prefix paths.
var strictPath = regexp.MustCompile(`^/[A-Za-z0-9._/-]*$`)

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
		annotations := Annotations{options.AnnotationsPrefix, ingress, settings}
		if ingressAllowed(ingress, settings, options) {
			addIngress(find, ingress, annotations)
		}
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

func ingressAllowed(ingress *networking.Ingress, settings Settings, options Options) bool {
	name := ingress.Namespace + "/" + ingress.Name
	if options.DisableCatchAll && ingress.Spec.DefaultBackend != nil && len(ingress.Spec.Rules) == 0 {
		klog.Warningf("ignoring catch-all Ingress %s: --disable-catch-all", name)
		return false
	}
	for _, rule := range ingress.Spec.Rules {
		for _, p := range rulePaths(rule) {
			if settings.On("strict-validate-path-type") && !validPath(p) {
				klog.Errorf("ignoring Ingress %s: path %q is not valid for pathType %s", name, p.Path, pathType(p))
				return false
			}
		}
	}
	return true
}

func validPath(p networking.HTTPIngressPath) bool {
	return pathType(p) == networking.PathTypeImplementationSpecific || strictPath.MatchString(orRoot(p.Path))
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
	if snippet != "" {
		s.Snippets = append(s.Snippets, snippet)
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
