package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/klog/v2"
)

// StreamService is one TCP or UDP port that leads to a Service.
type StreamService struct {
	Port     int
	Protocol core.Protocol
	// Backend is the value of $proxy_upstream_name.
	Backend   string
	Endpoints []string
	// Decode expects the PROXY protocol from clients, Encode speaks it to the endpoints; TCP only.
	Decode, Encode bool
}

// Upstream is the name of the service's upstream block; two ports may lead to one Service.
func (s StreamService) Upstream() string { return fmt.Sprintf("%s-on-%d", s.Backend, s.Port) }

// UDP tells the two protocols apart for the template.
func (s StreamService) UDP() bool { return s.Protocol == core.ProtocolUDP }

// streamServices reads the ConfigMaps of --tcp-services-configmap and --udp-services-configmap. What cannot be served is
// left out with a warning: a port that is no number or is reserved, a Service that is missing or has no ready endpoint.
// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (getStreamServices).
func (c *Controller) streamServices() []StreamService {
	return append(c.servicesOf(c.options.TCPConfigMap, core.ProtocolTCP), c.servicesOf(c.options.UDPConfigMap, core.ProtocolUDP)...)
}

func (c *Controller) servicesOf(configMap string, protocol core.Protocol) []StreamService {
	services := []StreamService{}
	data := c.store.Data(configMap)
	for _, port := range slices.Sorted(maps.Keys(data)) {
		service, err := c.streamService(port, data[port], protocol)
		if err != nil {
			klog.Warningf("%v port %q: %v", protocol, port, err)
			continue
		}
		services = append(services, service)
	}
	slices.SortStableFunc(services, func(a, b StreamService) int { return a.Port - b.Port })
	return services
}

// streamService reads namespace/service:port[:PROXY][:PROXY].
func (c *Controller) streamService(port, reference string, protocol core.Protocol) (StreamService, error) {
	number, err := strconv.Atoi(port)
	if err != nil {
		return StreamService{}, fmt.Errorf("it is no number")
	}
	if slices.Contains(c.options.reservedPorts(), number) {
		return StreamService{}, fmt.Errorf("it cannot be used: it is reserved for the Ingress controller")
	}
	parts := strings.Split(reference, ":")
	if len(parts) < 2 {
		return StreamService{}, fmt.Errorf("invalid Service reference %q", reference)
	}
	namespace, name, err := splitKey(parts[0])
	if err != nil {
		return StreamService{}, err
	}
	service := StreamService{Port: number, Protocol: protocol, Endpoints: c.store.streamEndpoints(namespace, name, parts[1], protocol),
		Backend: strings.ToLower(fmt.Sprintf("%s-%s-%s-%s", protocol, namespace, name, parts[1])),
		Decode:  isProxy(parts, 2, protocol), Encode: len(parts) == 4 && isProxy(parts, 3, protocol)}
	if len(service.Endpoints) == 0 {
		return StreamService{}, fmt.Errorf("service %q does not have any active endpoint for port %s", parts[0], parts[1])
	}
	return service, nil
}

func isProxy(parts []string, at int, protocol core.Protocol) bool {
	return len(parts) > at && protocol == core.ProtocolTCP && strings.EqualFold(parts[at], "PROXY")
}

// streamEndpoints finds the ready endpoints of a Service's port, given by number or name, of one protocol.
func (s *Store) streamEndpoints(namespace, name, port string, protocol core.Protocol) []string {
	service := s.Service(namespace, name)
	if service == nil {
		return nil
	}
	for _, candidate := range service.Spec.Ports {
		spoken := candidate.Protocol
		if spoken == "" {
			spoken = core.ProtocolTCP
		}
		if spoken == protocol && (candidate.Name == port || strconv.Itoa(int(candidate.Port)) == port) {
			return readyEndpoints(s.EndpointSlices(namespace, name), candidate)
		}
	}
	return nil
}

// streamSnippets are those of the Ingresses, then the ConfigMap's.
func streamSnippets(ingresses []*networking.Ingress, settings Settings, options Options) []string {
	snippets := []string{}
	for _, ingress := range oldestFirst(ingresses) {
		if snippet := (Annotations{options.AnnotationsPrefix, ingress, settings}).Snippet("stream-snippet"); snippet != "" {
			snippets = append(snippets, snippet)
		}
	}
	return append(snippets, settings.Text("stream-snippet"))
}
