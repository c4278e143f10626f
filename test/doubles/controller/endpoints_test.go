package main

import (
	"slices"
	"testing"

	networking "k8s.io/api/networking/v1"
)

// Source: kubernetes/ingress-nginx internal/ingress/controller/endpointslices.go.
func TestOnlyReadyEndpointsAreServed(t *testing.T) {
	controller, _, _ := testController(t, testOptions(t), configMap(nil), service("app"),
		slice("app", 8080, endpoint("192.0.2.2", true), endpoint("192.0.2.1", true), endpoint("192.0.2.3", false), endpoint("2001:db8::1", true)))
	backend := func(port networking.ServiceBackendPort) Backend {
		return controller.store.resolve("ns", &networking.IngressServiceBackend{Name: "app", Port: port})
	}
	want := []string{"192.0.2.1:8080", "192.0.2.2:8080", "[2001:db8::1]:8080"}
	if got := backend(networking.ServiceBackendPort{Number: 80}); !slices.Equal(got.Endpoints, want) {
		t.Errorf("by number: %v", got)
	}
	if got := backend(networking.ServiceBackendPort{Name: "http"}); !slices.Equal(got.Endpoints, want) {
		t.Errorf("by name: %v", got)
	}
	if got := backend(networking.ServiceBackendPort{Number: 81}); len(got.Endpoints) != 0 {
		t.Errorf("a port that the Service has not: %v", got)
	}
}
