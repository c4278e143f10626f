package main

import (
	"fmt"
	"testing"

	core "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/fake"
)

func readyPod(name, node string, labels map[string]string) *core.Pod {
	pod := testPod.DeepCopy()
	pod.Name, pod.Labels, pod.Spec.NodeName = name, labels, node
	pod.Status = core.PodStatus{Phase: core.PodRunning, Conditions: []core.PodCondition{{Type: core.PodReady, Status: core.ConditionTrue}}}
	return pod
}

// A release that changes a label such as helm.sh/chart makes the old pod clear the status: measured on the real
// controller. Source: kubernetes/ingress-nginx internal/ingress/status/status.go (isRunningMultiplePods).
func TestWhichPodsCountAsOthers(t *testing.T) {
	own := map[string]string{"app": "controller", "helm.sh/chart": "one", "pod-template-hash": "1"}
	for _, row := range []struct {
		what    string
		sibling map[string]string
		others  bool
	}{
		{"a pod of a new revision", map[string]string{"app": "controller", "helm.sh/chart": "one", "pod-template-hash": "2"}, true},
		{"a pod of a daemon set's new revision", map[string]string{"app": "controller", "helm.sh/chart": "one", "controller-revision-hash": "2", "pod-template-generation": "2"}, true},
		{"a pod of a new chart", map[string]string{"app": "controller", "helm.sh/chart": "two", "pod-template-hash": "2"}, false},
		{"a pod with one more label", map[string]string{"app": "controller", "helm.sh/chart": "one", "more": "x"}, true},
	} {
		pod := readyPod("controller-1", "", own)
		status := Status{client: fake.NewClientset(pod, readyPod("controller-2", "", row.sibling)), pod: pod}
		if got := status.others(); got != row.others {
			t.Errorf("%s: %v", row.what, got)
		}
	}
}

// Source: kubernetes/ingress-nginx internal/ingress/status/status.go (statusAddressFromService).
func TestAddressesOfThePublishService(t *testing.T) {
	for _, row := range []struct {
		spec core.ServiceSpec
		want string
	}{
		{core.ServiceSpec{Type: core.ServiceTypeClusterIP, ClusterIP: "192.0.2.1", ExternalIPs: []string{"198.51.100.1"}}, "192.0.2.1"},
		{core.ServiceSpec{Type: core.ServiceTypeNodePort, ClusterIP: "192.0.2.1"}, "192.0.2.1"},
		{core.ServiceSpec{Type: core.ServiceTypeNodePort, ClusterIP: "192.0.2.1", ExternalIPs: []string{"198.51.100.1"}}, "198.51.100.1"},
		{core.ServiceSpec{Type: core.ServiceTypeLoadBalancer, ExternalIPs: []string{"203.0.113.7", "198.51.100.1"}}, "198.51.100.1 203.0.113.7"},
		{core.ServiceSpec{Type: core.ServiceTypeExternalName, ExternalName: "public.test"}, "public.test"},
	} {
		public := service("public")
		public.Spec = row.spec
		if row.spec.Type == core.ServiceTypeLoadBalancer {
			public.Status.LoadBalancer.Ingress = []core.LoadBalancerIngress{{IP: "203.0.113.7"}}
		}
		status := Status{client: fake.NewClientset(public), options: testOptions(t, "--publish-service=ns/public"), pod: testPod}
		found, err := status.addresses()
		must(t, err)
		equal(t, joined(found), row.want)
	}
}

// Without a publish Service the pods of the own revision alone count.
// Source: kubernetes/ingress-nginx internal/ingress/status/status.go (runningAddresses).
func TestAddressesOfTheNodes(t *testing.T) {
	node := func(name, internal string) *core.Node {
		node := &core.Node{Status: core.NodeStatus{Addresses: []core.NodeAddress{{Type: core.NodeInternalIP, Address: internal}}}}
		node.Name = name
		return node
	}
	own, next := map[string]string{"app": "controller", "pod-template-hash": "1"}, map[string]string{"app": "controller", "pod-template-hash": "2"}
	pod := readyPod("controller-1", "first", own)
	client := fake.NewClientset(pod, readyPod("controller-2", "second", own), readyPod("controller-3", "third", next),
		node("first", "192.0.2.1"), node("second", "192.0.2.2"), node("third", "192.0.2.3"))
	found, err := (&Status{client: client, options: testOptions(t), pod: pod}).addresses()
	must(t, err)
	equal(t, joined(found), "192.0.2.1 192.0.2.2")
}

func joined(all addresses) string {
	text := ""
	for _, one := range all {
		text += fmt.Sprint(" ", one.IP, one.Hostname)
	}
	return text[1:]
}
