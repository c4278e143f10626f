package main

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

type addresses = []networking.IngressLoadBalancerIngress

// addresses are those given by flag, else those of the publish Service, else those of the nodes.
func (s *Status) addresses() (addresses, error) {
	if s.options.PublishStatusAddress != "" {
		found := addresses{}
		for _, address := range strings.Split(s.options.PublishStatusAddress, ",") {
			found = append(found, toAddress(strings.TrimSpace(address)))
		}
		return found, nil
	}
	if s.options.PublishService != "" {
		return s.serviceAddresses()
	}
	return s.nodeAddresses()
}

func (s *Status) serviceAddresses() (addresses, error) {
	namespace, name, err := splitKey(s.options.PublishService)
	if err != nil {
		return nil, err
	}
	service, err := s.client.CoreV1().Services(namespace).Get(context.Background(), name, meta.GetOptions{})
	if err != nil {
		return nil, err
	}
	switch service.Spec.Type {
	case core.ServiceTypeExternalName:
		return addresses{{Hostname: service.Spec.ExternalName}}, nil
	case core.ServiceTypeLoadBalancer:
		return sorted(balancerAddresses(service)), nil
	}
	if service.Spec.Type == core.ServiceTypeNodePort && len(service.Spec.ExternalIPs) > 0 {
		return sorted(withExternal(addresses{}, service)), nil
	}
	return addresses{{IP: service.Spec.ClusterIP}}, nil
}

func balancerAddresses(service *core.Service) addresses {
	found := addresses{}
	for _, entry := range service.Status.LoadBalancer.Ingress {
		found = append(found, networking.IngressLoadBalancerIngress{IP: entry.IP, Hostname: entry.Hostname})
	}
	return withExternal(found, service)
}

func withExternal(found addresses, service *core.Service) addresses {
	for _, external := range service.Spec.ExternalIPs {
		if address := (networking.IngressLoadBalancerIngress{IP: external}); !contains(found, address) {
			found = append(found, address)
		}
	}
	return found
}

// nodeAddresses looks at the pods of our own revision alone: all labels count here, the changing ones too.
func (s *Status) nodeAddresses() (addresses, error) {
	pods, err := s.pods(s.pod.Labels)
	if err != nil {
		return nil, err
	}
	found := addresses{}
	for _, pod := range pods {
		if pod.Status.Phase != core.PodRunning || !ready(pod) {
			continue
		}
		node, err := s.client.CoreV1().Nodes().Get(context.Background(), pod.Spec.NodeName, meta.GetOptions{})
		if err != nil {
			return nil, fmt.Errorf("getting node %s: %w", pod.Spec.NodeName, err)
		}
		if address := toAddress(nodeAddress(node, s.options.NodeInternalIP)); !contains(found, address) {
			found = append(found, address)
		}
	}
	return sorted(found), nil
}

func ready(pod core.Pod) bool {
	return slices.ContainsFunc(pod.Status.Conditions, func(condition core.PodCondition) bool {
		return condition.Type == core.PodReady && condition.Status == core.ConditionTrue
	})
}

// nodeAddress prefers the external address unless the internal one is asked for.
func nodeAddress(node *core.Node, internal bool) string {
	byType := map[core.NodeAddressType]string{}
	for _, address := range node.Status.Addresses {
		if byType[address.Type] == "" {
			byType[address.Type] = address.Address
		}
	}
	if external := byType[core.NodeExternalIP]; external != "" && !internal {
		return external
	}
	return byType[core.NodeInternalIP]
}

func toAddress(value string) networking.IngressLoadBalancerIngress {
	if net.ParseIP(value) != nil {
		return networking.IngressLoadBalancerIngress{IP: value}
	}
	return networking.IngressLoadBalancerIngress{Hostname: value}
}

func contains(all addresses, one networking.IngressLoadBalancerIngress) bool {
	return slices.ContainsFunc(all, func(other networking.IngressLoadBalancerIngress) bool {
		return other.IP == one.IP && other.Hostname == one.Hostname
	})
}

func sorted(all addresses) addresses {
	slices.SortFunc(all, func(a, b networking.IngressLoadBalancerIngress) int {
		return strings.Compare(a.Hostname+" "+a.IP, b.Hostname+" "+b.IP)
	})
	return all
}
