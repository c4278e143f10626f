package main

import (
	"context"
	"fmt"
	"reflect"
	"slices"
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
	pods, err := s.pods(lasting(s.pod.Labels))
	return err == nil && len(pods) > 1
}

// lasting leaves out the three labels that Kubernetes itself changes with each revision, and no other: a release that
// changes a label such as helm.sh/chart makes the old pod believe that it is the last one.
func lasting(own labels.Set) labels.Set {
	left := labels.Set{}
	for key, value := range own {
		if !slices.Contains([]string{"controller-revision-hash", "pod-template-generation", "pod-template-hash"}, key) {
			left[key] = value
		}
	}
	return left
}

func (s *Status) pods(wanted labels.Set) ([]core.Pod, error) {
	list, err := s.client.CoreV1().Pods(s.pod.Namespace).List(context.Background(), meta.ListOptions{LabelSelector: wanted.String()})
	if err != nil {
		return nil, err
	}
	return list.Items, nil
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
	current, err := client.Get(context.Background(), ingress.Name, meta.GetOptions{})
	if err != nil {
		return fmt.Errorf("unexpected error searching Ingress %s/%s: %w", ingress.Namespace, ingress.Name, err)
	}
	klog.InfoS("updating Ingress status", "namespace", current.Namespace, "ingress", current.Name, "newValue", wanted)
	current.Status.LoadBalancer.Ingress = wanted
	_, err = client.UpdateStatus(context.Background(), current, meta.UpdateOptions{})
	return err
}
