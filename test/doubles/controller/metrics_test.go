package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	networking "k8s.io/api/networking/v1"
)

// exported returns the lines of the controller's own metrics by name.
func exported(controller *Controller, name string) []string {
	_, body := ask(controller, "/metrics")
	return regexp.MustCompile(`(?m)^nginx_ingress_controller_`+name+`[{ ].*$`).FindAllString(body, -1)
}

const whose = `controller_class="k8s.io/ingress-nginx",controller_namespace="ns",controller_pod="controller-1"`

// Source: kubernetes/ingress-nginx internal/ingress/metric/collectors/controller.go; that a failing reload sets 0 and
// raises errors was measured.
func TestReloadsInTheMetrics(t *testing.T) {
	controller, _, _ := testController(t, testOptions(t, "--enable-metrics"), configMap(map[string]string{"http-snippet": "broken;"}))
	for _, absent := range []string{"success", "errors"} {
		equal(t, len(exported(controller, absent)), 0)
	}
	equal(t, exported(controller, "config_last_reload_successful")[0], "nginx_ingress_controller_config_last_reload_successful{"+whose+"} 0")
	if controller.sync() == nil {
		t.Fatal("a refused configuration was taken")
	}
	equal(t, exported(controller, "errors")[0], "nginx_ingress_controller_errors{"+whose+"} 1")
	equal(t, exported(controller, "config_hash")[0], "nginx_ingress_controller_config_hash{"+whose+"} 0")
	equal(t, len(exported(controller, "success")), 0)

	configure(t, controller, map[string]string{"keep-alive": "1"})
	equal(t, exported(controller, "success")[0], "nginx_ingress_controller_success{"+whose+"} 1")
	equal(t, exported(controller, "config_last_reload_successful")[0], "nginx_ingress_controller_config_last_reload_successful{"+whose+"} 1")
	for _, name := range []string{"config_hash", "config_last_reload_successful_timestamp_seconds"} {
		if line := exported(controller, name)[0]; strings.HasSuffix(line, "} 0") {
			t.Error(line)
		}
	}
}

// Source: kubernetes/ingress-nginx internal/ingress/metric (main.go, collectors/controller.go), pull request 10274.
func TestOnlyTheLeaderTellsOfCertificates(t *testing.T) {
	pair := tlsSecret(t)
	secure := ingress("a", "secure.test", pathOf(networking.PathTypePrefix, "/", "app"))
	secure.Spec.TLS = []networking.IngressTLS{{Hosts: []string{"secure.test"}, SecretName: "pair"}}
	controller, _, _ := testController(t, testOptions(t, "--enable-metrics", "--election-id=mine"), configMap(nil), class("nginx", "k8s.io/ingress-nginx"), secure, pair)
	must(t, controller.sync())
	equal(t, len(exported(controller, "ssl_expire_time_seconds"))+len(exported(controller, "leader_election_status")), 0)

	controller.metrics.lead("mine", true)
	equal(t, exported(controller, "leader_election_status")[0], "nginx_ingress_controller_leader_election_status{"+whose+`,name="mine"} 1`)
	certificate, err := secretCertificate(pair)
	must(t, err)
	lines := exported(controller, "ssl_expire_time_seconds")
	equal(t, len(lines), 2)
	equal(t, strings.HasPrefix(lines[0], `nginx_ingress_controller_ssl_expire_time_seconds{class="k8s.io/ingress-nginx",host="_",namespace="",secret_name=""} `), true)
	equal(t, lines[1], fmt.Sprintf(`nginx_ingress_controller_ssl_expire_time_seconds{class="k8s.io/ingress-nginx",host="secure.test",namespace="ns",secret_name="pair"} %v`, float64(certificate.Leaf.NotAfter.Unix())))
	serial := certificate.Leaf.SerialNumber.String()
	equal(t, exported(controller, "ssl_certificate_info")[1], `nginx_ingress_controller_ssl_certificate_info{class="k8s.io/ingress-nginx",host="secure.test",identifier="-`+serial+
		`",issuer_common_name="secure.test",issuer_organization="Acme Co",namespace="ns",public_key_algorithm="ECDSA",secret_name="pair",serial_number="`+serial+`"} 1`)

	controller.metrics.lead("mine", false)
	equal(t, exported(controller, "leader_election_status")[0], "nginx_ingress_controller_leader_election_status{"+whose+`,name="mine"} 0`)
	equal(t, len(exported(controller, "ssl_expire_time_seconds")), 0)
}

// Source: kubernetes/ingress-nginx docs/user-guide/monitoring.md.
func TestConnectionsInTheMetrics(t *testing.T) {
	controller, _, _ := testController(t, testOptions(t, "--enable-metrics"), configMap(quiet()))
	equal(t, len(exported(controller, "nginx_process_requests_total")), 0)
	serve(t, controller)
	must(t, controller.sync())
	equal(t, len(exported(controller, "nginx_process_requests_total")), 1)
	equal(t, len(exported(controller, "nginx_process_connections_total")), 2)
	equal(t, len(exported(controller, "nginx_process_connections")), 4)
}
