package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	admission "k8s.io/api/admission/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

func reviewOf(t *testing.T, kind string, ingress *networking.Ingress) []byte {
	t.Helper()
	raw, err := json.Marshal(ingress)
	must(t, err)
	body, err := json.Marshal(admission.AdmissionReview{TypeMeta: meta.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"},
		Request: &admission.AdmissionRequest{UID: "u-1", Kind: meta.GroupVersionKind{Group: "networking.k8s.io", Version: "v1", Kind: kind}, Object: runtime.RawExtension{Raw: raw}}})
	must(t, err)
	return body
}

// webhookController listens on the loopback interface with a pair of files.
func webhookController(t *testing.T) (controller *Controller, folder string) {
	t.Helper()
	folder = t.TempDir()
	writePair(t, folder, "first")
	options := testOptions(t, "--update-status=false", "--enable-metrics", "--validating-webhook-certificate="+filepath.Join(folder, "cert"), "--validating-webhook-key="+filepath.Join(folder, "key"))
	options.Webhook = fmt.Sprintf("127.0.0.1:%d", freePort(t))
	controller, _, _ = testController(t, options, configMap(nil), class("nginx", "k8s.io/ingress-nginx"))
	go controller.serveWebhook()
	t.Cleanup(func() { controller.webhook.Close() })
	eventually(t, "the webhook listens", func() bool {
		_, err := post(controller, reviewOf(t, "Ingress", newcomer(pathOf(below, "/", "app"))))
		return err == nil
	})
	return controller, folder
}

func writePair(t *testing.T, folder, name string) {
	t.Helper()
	certificate, key, err := selfSigned(name, "webhook.test")
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, "cert"), certificate, 0o600))
	must(t, os.WriteFile(filepath.Join(folder, "key"), key, 0o600))
}

func post(controller *Controller, body []byte) (*http.Response, error) {
	client := http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{ForceAttemptHTTP2: true, DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	return client.Post("https://"+controller.options.Webhook+"/networking/v1/ingresses", "application/json", bytes.NewReader(body))
}

func submit(t *testing.T, controller *Controller, body []byte) (*http.Response, admission.AdmissionReview) {
	t.Helper()
	answer, err := post(controller, body)
	must(t, err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	must(t, err)
	review := admission.AdmissionReview{}
	_ = json.Unmarshal(content, &review)
	return answer, review
}

// Source: kubernetes/ingress-nginx internal/admission/controller (main.go, server.go) and internal/ingress/controller/nginx.go.
func TestTheWebhookAnswersReviews(t *testing.T) {
	controller, _ := webhookController(t)
	answer, review := submit(t, controller, reviewOf(t, "Ingress", newcomer(pathOf(below, "/", "app"))))
	equal(t, answer.StatusCode, 200)
	equal(t, answer.ProtoMajor, 1)
	equal(t, review.Response.Allowed, true)
	equal(t, review.Response.UID, "u-1")
	equal(t, review.APIVersion+review.Kind, "admission.k8s.io/v1AdmissionReview")

	_, review = submit(t, controller, reviewOf(t, "Ingress", newcomer(pathOf(exact, "/a~b", "app"))))
	equal(t, review.Response.Allowed, false)
	equal(t, review.Response.Result.Code, 400)
	equal(t, review.Response.Result.Message, "ingress contains invalid paths: path /a~b cannot be used with pathType Exact")
	equal(t, strings.Join(review.Response.Warnings, "|"), "path /a~b cannot be used with pathType Exact")

	for _, row := range []struct {
		what string
		body []byte
		code int
	}{
		{"no review", []byte("{}"), 400},
		{"no JSON", []byte("review"), 400},
		{"another kind", reviewOf(t, "Service", newcomer(pathOf(below, "/", "app"))), 500},
		{"nearly 9 MB", reviewOf(t, "Ingress", newcomer(pathOf(below, "/", "app"), "x", strings.Repeat("x", 9<<20-2000))), 200},
		{"more than 9 MB", reviewOf(t, "Ingress", newcomer(pathOf(below, "/", "app"), "x", strings.Repeat("x", 9<<20))), 400},
	} {
		if answer, _ := submit(t, controller, row.body); answer.StatusCode != row.code {
			t.Errorf("%s: %d, want %d", row.what, answer.StatusCode, row.code)
		}
	}
	_, metrics := ask(controller, "/metrics")
	for _, wanted := range []string{`check_success{controller_class="k8s.io/ingress-nginx",controller_namespace="ns",controller_pod="controller-1",ingress="new",namespace="ns"}`} {
		equal(t, strings.Contains(metrics, wanted), true)
	}
}

// A replaced Secret was served without a restart: measured on the real controller. Source of the files being watched:
// kubernetes/ingress-nginx internal/net/ssl/ssl.go.
func TestTheWebhookServesAReplacedCertificate(t *testing.T) {
	controller, folder := webhookController(t)
	body := reviewOf(t, "Ingress", newcomer(pathOf(below, "/", "app")))
	name := func() string {
		answer, _ := submit(t, controller, body)
		return answer.TLS.PeerCertificates[0].Subject.CommonName
	}
	equal(t, name(), "first")
	certificate, _, err := selfSigned("half", "webhook.test")
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, "cert"), certificate, 0o600))
	equal(t, name(), "first")
	must(t, os.Remove(filepath.Join(folder, "key")))
	equal(t, name(), "first")
	writePair(t, folder, "second")
	equal(t, name(), "second")
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/nginx.go (Stop).
func TestTheWebhookClosesOnShutdown(t *testing.T) {
	controller, _ := webhookController(t)
	equal(t, controller.Shutdown(), 0)
	if _, err := post(controller, reviewOf(t, "Ingress", newcomer(pathOf(below, "/", "app")))); err == nil {
		t.Error("the webhook answers after the shutdown")
	}
}
