package main

import (
	"context"
	"fmt"
	"net"
	"reflect"
	"slices"
	"strings"
	"time"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes"
	"k8s.io/klog/v2"
)

// Status writes the addresses of the controller into the Ingresses it serves.
// Source: kubernetes/ingress-nginx internal/ingress/status/status.go.
type Status struct {
	client    kubernetes.Interface
	options   Options
	pod       *core.Pod
	ingresses func() []*networking.Ingress
}

type addresses = []networking.IngressLoadBalancerIngress

// Run writes now and then at each interval, until the leadership or the controller ends.
func (s *Status) Run(leading context.Context, stop <-chan struct{}) {
	ticker := time.NewTicker(time.Duration(s.options.StatusInterval) * time.Second)
	defer ticker.Stop()
	for {
		s.update()
		select {
		case <-leading.Done():
			return
		case <-stop:
			return
		case <-ticker.C:
		}
	}
}

func (s *Status) update() {
	current, err := s.addresses()
	if err != nil {
		klog.Warningf("obtaining running addresses: %v", err)
		return
	}
	s.write(current)
}

// Clear empties the status when this is the last pod; otherwise the next leader writes it.
func (s *Status) Clear() {
	if !s.options.ClearStatus {
		klog.Warning("skipping update of status of Ingress rules")
		return
	}
	current, err := s.addresses()
	if err != nil {
		klog.ErrorS(err, "error obtaining running IP address")
		return
	}
	if len(current) > 1 || s.others() {
		klog.InfoS("leaving status update for next leader")
		return
	}
	klog.InfoS("removing value from ingress status", "address", current)
	s.write(addresses{})
}

// others tells whether more pods with our labels exist; a refusal counts as none, as in the real controller.
func (s *Status) others() bool {
	pods, err := s.siblings()
	return err == nil && len(pods) > 1
}

// siblings lists the pods with all labels of our own except those that differ from revision to revision.
func (s *Status) siblings() ([]core.Pod, error) {
	own := labels.Set{}
	for key, value := range s.pod.Labels {
		if !slices.Contains([]string{"controller-revision-hash", "pod-template-generation", "pod-template-hash"}, key) {
			own[key] = value
		}
	}
	list, err := s.client.CoreV1().Pods(s.pod.Namespace).List(context.TODO(), meta.ListOptions{LabelSelector: own.String()})
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

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
	service, err := s.client.CoreV1().Services(namespace).Get(context.TODO(), name, meta.GetOptions{})
	if err != nil {
		return nil, err
	}
	found := addresses{}
	for _, external := range service.Spec.ExternalIPs {
		found = append(found, toAddress(external))
	}
	switch service.Spec.Type {
	case core.ServiceTypeExternalName:
		return addresses{{Hostname: service.Spec.ExternalName}}, nil
	case core.ServiceTypeLoadBalancer:
		for _, entry := range service.Status.LoadBalancer.Ingress {
			found = append(found, networking.IngressLoadBalancerIngress{IP: entry.IP, Hostname: entry.Hostname})
		}
		return sorted(found), nil
	}
	if service.Spec.Type == core.ServiceTypeNodePort && len(found) > 0 {
		return sorted(found), nil
	}
	return addresses{toAddress(service.Spec.ClusterIP)}, nil
}

func (s *Status) nodeAddresses() (addresses, error) {
	pods, err := s.siblings()
	if err != nil {
		return nil, err
	}
	found := addresses{}
	for _, pod := range pods {
		if pod.Status.Phase != core.PodRunning || !ready(pod) {
			continue
		}
		node, err := s.client.CoreV1().Nodes().Get(context.TODO(), pod.Spec.NodeName, meta.GetOptions{})
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

// write updates those Ingresses whose status differs.
func (s *Status) write(wanted addresses) {
	for _, ingress := range s.ingresses() {
		if same(ingress.Status.LoadBalancer.Ingress, wanted) {
			continue
		}
		if err := s.writeOne(ingress, wanted); err != nil {
			klog.Warningf("error updating ingress rule: %v", err)
		}
	}
}

// same compares addresses and host names alone: the ports are not ours.
func same(present, wanted addresses) bool {
	plain := func(all addresses) []string {
		names := []string{}
		for _, one := range sorted(slices.Clone(all)) {
			names = append(names, one.Hostname+" "+one.IP)
		}
		return names
	}
	return reflect.DeepEqual(plain(present), plain(wanted))
}

func (s *Status) writeOne(ingress *networking.Ingress, wanted addresses) error {
	client := s.client.NetworkingV1().Ingresses(ingress.Namespace)
	current, err := client.Get(context.TODO(), ingress.Name, meta.GetOptions{})
	if err != nil {
		return fmt.Errorf("unexpected error searching Ingress %s/%s: %w", ingress.Namespace, ingress.Name, err)
	}
	klog.InfoS("updating Ingress status", "namespace", current.Namespace, "ingress", current.Name, "newValue", wanted)
	current.Status.LoadBalancer.Ingress = wanted
	_, err = client.UpdateStatus(context.TODO(), current, meta.UpdateOptions{})
	return err
}
