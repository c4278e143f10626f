package main

import (
	"context"
	"strings"
	"testing"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Source of order and times: measured on the real controller, and its internal/ingress/controller/nginx.go (Stop).
func TestShutdownKeepsTheOrder(t *testing.T) {
	controller, proxy, _ := testController(t, testOptions(t, "--shutdown-grace-period=7", "--update-status=false"), configMap(nil))
	proxy.lives = 3
	must(t, controller.Check())
	equal(t, controller.Shutdown(), 0)
	equal(t, strings.Join(proxy.calls, ", "), "sleep 7s, quit, sleep 1s, running?, sleep 1s, running?, sleep 1s, running?, sleep 10s")
	if err := controller.Check(); err == nil || err.Error() != "the ingress controller is shutting down" {
		t.Errorf("health after the signal: %v", err)
	}
}

func TestASecondShutdownIsRefused(t *testing.T) {
	controller, _, _ := testController(t, testOptions(t, "--update-status=false"), configMap(nil))
	equal(t, controller.Shutdown(), 0)
	equal(t, controller.Shutdown(), 1)
}

func TestTheLastPodClearsTheStatus(t *testing.T) {
	served := ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app"))
	sibling := testPod.DeepCopy()
	sibling.Name, sibling.Labels["pod-template-hash"] = "controller-2", "2"
	for _, row := range []struct {
		what string
		pods []runtime.Object
		want int
	}{{"last", []runtime.Object{testPod.DeepCopy()}, 0}, {"one of two", []runtime.Object{testPod.DeepCopy(), sibling}, 1}} {
		public := service("public")
		public.Spec.Type = core.ServiceTypeLoadBalancer
		public.Status.LoadBalancer.Ingress = []core.LoadBalancerIngress{{IP: "192.0.2.7"}}
		objects := append([]runtime.Object{configMap(nil), class("nginx", "k8s.io/ingress-nginx"), served.DeepCopy(), public}, row.pods...)
		controller, _, _ := testController(t, testOptions(t, "--publish-service=ns/public"), objects...)
		addresses := func() addresses {
			current, err := controller.client.NetworkingV1().Ingresses("ns").Get(context.Background(), "a", meta.GetOptions{})
			must(t, err)
			return current.Status.LoadBalancer.Ingress
		}
		controller.status.update()
		if got := addresses(); len(got) != 1 || got[0].IP != "192.0.2.7" {
			t.Fatalf("%s: written %v", row.what, got)
		}
		eventually(t, "the informer sees the status", func() bool {
			return len(controller.store.Ingresses()[0].Status.LoadBalancer.Ingress) == 1
		})
		controller.Shutdown()
		if got := addresses(); len(got) != row.want {
			t.Errorf("%s: after the shutdown %v", row.what, got)
		}
	}
}
