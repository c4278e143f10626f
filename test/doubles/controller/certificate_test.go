package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"testing"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// secured is an Ingress with a TLS section for its host, or for other ones.
func secured(name, host, secret string, hosts ...string) *networking.Ingress {
	subject := ingress(name, host, pathOf(networking.PathTypePrefix, "/", "app"))
	subject.Spec.TLS = []networking.IngressTLS{{Hosts: hosts, SecretName: secret}}
	return subject
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (createServers, extractTLSSecretName).
func TestWhichCertificateAHostGets(t *testing.T) {
	controller, _, _ := testController(t, testOptions(t), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"), tlsSecret(t),
		secured("named", "secure.test", "pair", "secure.test"), secured("other", "other.test", "pair", "other.test"),
		secured("gone", "gone.test", "gone", "gone.test"), secured("none", "none.test", ""), ingress("plain", "plain.test", pathOf(networking.PathTypePrefix, "/", "app")))
	servers := map[string]*Server{}
	for _, server := range controller.model(controller.store.Ingresses()).Servers {
		servers[server.Host] = server
	}
	for _, row := range []struct {
		host, secret string
		tls          bool
	}{
		{"secure.test", "pair", true},
		{"other.test", "", true},
		{"gone.test", "", true},
		{"none.test", "", true},
		{"plain.test", "", false},
		{catchAll, "", false},
	} {
		if got := servers[row.host]; got.TLS != row.tls || got.Certificate.Secret != row.secret {
			t.Errorf("%s: TLS %v, Secret %q", row.host, got.TLS, got.Certificate.Secret)
		}
	}
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (extractTLSSecretName).
func TestASecretWithoutTheHostsNameIsFoundByItsCertificate(t *testing.T) {
	controller, _, _ := testController(t, testOptions(t), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"), tlsSecret(t), secured("unnamed", "secure.test", "pair"))
	server := controller.model(controller.store.Ingresses()).Servers[1]
	equal(t, server.Host, "secure.test")
	equal(t, server.Certificate.Secret, "pair")
}

// Source: kubernetes/ingress-nginx rootfs/etc/nginx/lua/certificate.lua.
func TestACertificateChangesWithoutAReload(t *testing.T) {
	controller, _, _ := testController(t, testOptions(t, "--default-ssl-certificate=ns/default"), configMap(quiet()), class("nginx", "k8s.io/ingress-nginx"),
		tlsSecret(t), secured("a", "secure.test", "pair", "secure.test"))
	serve(t, controller)
	must(t, controller.sync())
	first := serial(t, controller, "secure.test")
	equal(t, commonName(t, controller, "unknown.test"), "Kubernetes Ingress Controller Fake Certificate")
	before := controller.applied.checksum

	_, err := controller.client.CoreV1().Secrets("ns").Update(context.Background(), tlsSecret(t), meta.UpdateOptions{})
	must(t, err)
	general := tlsSecret(t)
	general.Name = "default"
	_, err = controller.client.CoreV1().Secrets("ns").Create(context.Background(), general, meta.CreateOptions{})
	must(t, err)
	eventually(t, "the new certificates", func() bool {
		must(t, controller.sync())
		return serial(t, controller, "secure.test") != first && commonName(t, controller, "unknown.test") == "secure.test"
	})
	equal(t, controller.applied.checksum, before)
}

// tlsSecret makes a pair for secure.test with the code that makes the fake certificate.
func tlsSecret(t *testing.T) *core.Secret {
	t.Helper()
	certificate, key, err := selfSigned("secure.test", "secure.test")
	must(t, err)
	return &core.Secret{ObjectMeta: meta.ObjectMeta{Namespace: "ns", Name: "pair"}, Type: core.SecretTypeTLS,
		Data: map[string][]byte{core.TLSCertKey: certificate, core.TLSPrivateKeyKey: key}}
}

func serial(t *testing.T, controller *Controller, host string) string {
	t.Helper()
	return handshake(t, controller, host).PeerCertificates[0].SerialNumber.String()
}

func commonName(t *testing.T, controller *Controller, host string) string {
	t.Helper()
	return handshake(t, controller, host).PeerCertificates[0].Subject.CommonName
}

func handshake(t *testing.T, controller *Controller, host string) tls.ConnectionState {
	t.Helper()
	connection, err := tls.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", controller.options.HTTPSPort), &tls.Config{InsecureSkipVerify: true, ServerName: host})
	must(t, err)
	defer connection.Close()
	return connection.ConnectionState()
}
