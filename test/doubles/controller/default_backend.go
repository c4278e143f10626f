package main

import (
	"strings"

	networking "k8s.io/api/networking/v1"
)

// defaultBackend is the backend of everything without an Ingress.
const defaultBackend = "upstream-default-backend"

// customBackend is the prefix of the backends that an annotation puts in the place of one without endpoints.
const customBackend = "custom-default-backend-"

// Custom tells whether an annotation's Service answers in the place of the location's own.
func (l Location) Custom() bool { return strings.HasPrefix(l.Backend, customBackend) }

// useDefaultBackends leads locations whose Service has no ready endpoint to the Service of the annotation default-backend,
// if that has some. The change reloads nginx, as in the real controller.
// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (getBackendServers).
func (c *Controller) useDefaultBackends(locations []Location) {
	for i := range locations {
		location := &locations[i]
		name, annotated := location.Annotations.own("default-backend")
		if !annotated || location.service == nil || len(c.store.resolve(location.Namespace, location.service).Endpoints) > 0 {
			continue
		}
		if len(c.store.firstPort(location.Namespace, name)) > 0 {
			location.Backend = customBackend + location.Namespace + "-" + name
			location.service = &networking.IngressServiceBackend{Name: name}
		}
	}
}

// firstPort returns the ready endpoints of a Service's first port.
func (s *Store) firstPort(namespace, name string) []string {
	service := s.Service(namespace, name)
	if service == nil || len(service.Spec.Ports) == 0 {
		return nil
	}
	return readyEndpoints(s.EndpointSlices(namespace, name), service.Spec.Ports[0])
}

// backends resolves what the servers' locations need, and the default backend.
func (c *Controller) backends(servers []*Server) []Backend {
	all, known := []Backend{c.defaultBackend()}, map[string]bool{}
	for _, server := range servers {
		for _, location := range server.Locations {
			if location.service == nil || known[location.Backend] {
				continue
			}
			known[location.Backend] = true
			backend := c.store.resolve(location.Namespace, location.service)
			if location.Custom() {
				backend.Endpoints = c.store.firstPort(location.Namespace, location.service.Name)
			}
			all = append(all, Backend{location.Backend, backend.Endpoints})
		}
	}
	return all
}

// defaultBackend is the Service of --default-backend-service while it has endpoints, else our own server that answers 404.
func (c *Controller) defaultBackend() Backend {
	if namespace, name, err := splitKey(c.options.DefaultBackendService); err == nil {
		if endpoints := c.store.firstPort(namespace, name); len(endpoints) > 0 {
			return Backend{defaultBackend, endpoints}
		}
	}
	return Backend{defaultBackend, []string{join([]string{"127.0.0.1"}, int32(c.options.DefaultPort))[0]}}
}
