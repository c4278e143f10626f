package main

import (
	"fmt"
	"net"
	"strconv"

	networking "k8s.io/api/networking/v1"
	"k8s.io/klog/v2"
)

// passthroughServices finds the hosts whose first Ingress has the annotation ssl-passthrough, and the address of the
// Service behind their root path: the cluster's, not its endpoints'. Other paths of such a host are ignored.
// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (getConfiguration), nginx.go (OnUpdate).
func (c *Controller) passthroughServices(servers []*Server) map[string]string {
	services := map[string]string{}
	for _, server := range servers {
		if server.owner == nil || !server.owner.On("ssl-passthrough") {
			continue
		}
		for _, p := range server.paths {
			if p.path != "/" {
				klog.Warningf("Ignoring SSL Passthrough for location %q in server %q", p.path, server.Host)
			} else if address := c.serviceAddress(p.ingress.Namespace, p.backend); address != "" {
				services[server.Host] = address
			}
		}
	}
	return services
}

// serviceAddress is the cluster's address and the port of a Service, or nothing where it is missing.
func (c *Controller) serviceAddress(namespace string, backend *networking.IngressServiceBackend) string {
	service := c.store.Service(namespace, backend.Name)
	if service == nil {
		klog.Warningf("Missing Service for SSL Passthrough backend %q", namespace+"/"+backend.Name)
		return ""
	}
	number := backend.Port.Number
	for _, port := range service.Spec.Ports {
		if backend.Port.Name != "" && port.Name == backend.Port.Name {
			number = port.Port
		}
	}
	return net.JoinHostPort(service.Spec.ClusterIP, strconv.Itoa(int(number)))
}

// servePassthrough takes the HTTPS port, which nginx then leaves alone.
func (c *Controller) servePassthrough() error {
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", c.options.HTTPSPort))
	if err != nil {
		return err
	}
	go c.passthrough.Serve(listener)
	return nil
}
