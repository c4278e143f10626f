package main

import (
	"fmt"
	"net"
	"slices"
	"strconv"

	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	networking "k8s.io/api/networking/v1"
)

// Backend is what one location proxies to: the ready endpoints of a Service's port, as host:port.
type Backend struct {
	Name      string
	Endpoints []string
}

// backendName is the value of $proxy_upstream_name, which also stands in the access log.
func backendName(namespace string, service *networking.IngressServiceBackend) string {
	return fmt.Sprintf("%s-%s-%s", namespace, service.Name, portName(service.Port))
}

func portName(port networking.ServiceBackendPort) string {
	if port.Name != "" {
		return port.Name
	}
	return strconv.Itoa(int(port.Number))
}

// resolve returns the ready endpoints of a Service's port; none when the Service or the port does not exist.
func (s *Store) resolve(namespace string, backend *networking.IngressServiceBackend) Backend {
	resolved := Backend{Name: backendName(namespace, backend)}
	service := s.Service(namespace, backend.Name)
	if service == nil {
		return resolved
	}
	for _, port := range service.Spec.Ports {
		if port.Name == backend.Port.Name && port.Name != "" || port.Port == backend.Port.Number {
			resolved.Endpoints = readyEndpoints(s.EndpointSlices(namespace, backend.Name), port)
			break
		}
	}
	return resolved
}

func readyEndpoints(all []*discovery.EndpointSlice, port core.ServicePort) []string {
	found := []string{}
	for _, slice := range all {
		for _, number := range slicePorts(slice, port) {
			for _, endpoint := range slice.Endpoints {
				if ready := endpoint.Conditions.Ready; ready == nil || *ready {
					found = append(found, join(endpoint.Addresses, number)...)
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// slicePorts finds the target of a Service's port in a slice: they share the name.
func slicePorts(slice *discovery.EndpointSlice, port core.ServicePort) []int32 {
	numbers := []int32{}
	for _, candidate := range slice.Ports {
		if candidate.Port != nil && candidate.Name != nil && *candidate.Name == port.Name {
			numbers = append(numbers, *candidate.Port)
		}
	}
	return numbers
}

func join(addresses []string, port int32) []string {
	joined := []string{}
	for _, address := range addresses {
		joined = append(joined, net.JoinHostPort(address, strconv.Itoa(int(port))))
	}
	return joined
}
