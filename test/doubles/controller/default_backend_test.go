package main

import (
	"context"
	"testing"

	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Source: kubernetes/ingress-nginx docs/user-guide/default-backend.md.
func TestTheDefaultBackendAnswersForUnknownHosts(t *testing.T) {
	address, port := backendServer(t, "rest")
	controller, _, _ := testController(t, testOptions(t, "--default-backend-service=ns/rest"), configMap(quiet()), service("rest"),
		slice("rest", port, endpoint(address, true)))
	serve(t, controller)
	must(t, controller.sync())
	code, body := get(t, controller, false, "unknown.test", "/x")
	equal(t, code, 200)
	equal(t, body, "rest /x http")
	_, err := controller.client.DiscoveryV1().EndpointSlices("ns").Update(context.Background(), slice("rest", port, endpoint(address, false)), meta.UpdateOptions{})
	must(t, err)
	eventually(t, "404 without an endpoint", func() bool {
		must(t, controller.sync())
		code, _ := get(t, controller, false, "unknown.test", "/x")
		return code == 404
	})
}

// Source: kubernetes/ingress-nginx docs/user-guide/nginx-configuration/annotations.md (default-backend).
func TestAnAnnotatedBackendStandsInForOneWithoutEndpoints(t *testing.T) {
	address, port := headerServer(t, "X-Code", "X-Service-Name", "X-Ingress-Name")
	subject := annotated("default-backend", "sorry")
	subject.Spec.Rules[0].HTTP.Paths = append(subject.Spec.Rules[0].HTTP.Paths, pathOf(networking.PathTypePrefix, "/well", "sorry"))
	controller, _, _ := testController(t, testOptions(t), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"), subject,
		ingress("b", "plain.test", pathOf(networking.PathTypePrefix, "/", "app")),
		service("app"), service("sorry"), slice("sorry", port, endpoint(address, true)))
	serve(t, controller)
	must(t, controller.sync())
	for _, row := range []struct {
		host, path string
		code       int
		body       string
	}{
		{"app.test", "/", 200, "[503][app][a]"},
		{"app.test", "/well", 200, "[][][]"},
		{"plain.test", "/", 503, ""},
	} {
		code, body := get(t, controller, false, row.host, row.path)
		if code != row.code || row.body != "" && body != row.body {
			t.Errorf("%s%s: %d %q", row.host, row.path, code, body)
		}
	}
}
