package main

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	admission "k8s.io/api/admission/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
)

// reviewLimit is the largest admission review that is read, in bytes.
const reviewLimit = 9 << 20

// newWebhook makes the server of --validating-webhook, for HTTP/1.1 alone. Like the real one it answers on every path; the
// configuration of the API server names /networking/v1/ingresses.
// Source: kubernetes/ingress-nginx internal/ingress/controller/nginx.go and internal/admission/controller.
func (c *Controller) newWebhook() *http.Server {
	pair := &watchedPair{certificate: c.options.WebhookCertificate, key: c.options.WebhookKey}
	return &http.Server{
		Addr: c.options.Webhook, Handler: http.HandlerFunc(c.review), ReadHeaderTimeout: 10 * time.Second,
		TLSConfig:    &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.get},
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
}

// serveWebhook listens until the server is closed.
func (c *Controller) serveWebhook() {
	klog.InfoS("Starting validation webhook", "address", c.webhook.Addr, "certPath", c.options.WebhookCertificate, "keyPath", c.options.WebhookKey)
	klog.ErrorS(c.webhook.ListenAndServeTLS("", ""), "Error listening for TLS connections")
}

func (c *Controller) review(answer http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(answer, request.Body, reviewLimit))
	if err != nil {
		klog.ErrorS(err, "Failed to read request body")
		answer.WriteHeader(http.StatusBadRequest)
		return
	}
	review, err := decodeReview(body)
	if err != nil {
		klog.ErrorS(err, "Failed to decode request body")
		answer.WriteHeader(http.StatusBadRequest)
		return
	}
	if review.Response, err = c.respond(review.Request); err != nil {
		klog.ErrorS(err, "failed to process webhook request")
		answer.WriteHeader(http.StatusInternalServerError)
		return
	}
	_ = json.NewEncoder(answer).Encode(review)
}

func decodeReview(body []byte) (*admission.AdmissionReview, error) {
	review := &admission.AdmissionReview{}
	if err := json.Unmarshal(body, review); err != nil {
		return nil, err
	}
	if review.APIVersion != admission.SchemeGroupVersion.String() || review.Kind != "AdmissionReview" || review.Request == nil {
		return nil, fmt.Errorf("request is not of type AdmissionReview v1: %s %s", review.APIVersion, review.Kind)
	}
	return review, nil
}

func (c *Controller) respond(request *admission.AdmissionRequest) (*admission.AdmissionResponse, error) {
	if request.Kind != (meta.GroupVersionKind{Group: networking.GroupName, Version: "v1", Kind: "Ingress"}) {
		return nil, errors.New("rejecting admission review because the request does not contain an Ingress resource but " + request.Kind.String())
	}
	response, ingress := &admission.AdmissionResponse{UID: request.UID}, &networking.Ingress{}
	err := json.Unmarshal(request.Object.Raw, ingress)
	if err == nil {
		response.Warnings = c.Warnings(ingress)
		err = c.Admit(ingress)
	}
	name := request.Namespace + "/" + request.Name
	if err != nil {
		klog.ErrorS(err, "invalid ingress configuration", "ingress", name)
		response.Result = &meta.Status{Status: meta.StatusFailure, Code: http.StatusBadRequest, Reason: meta.StatusReasonBadRequest, Message: err.Error()}
		return response, nil
	}
	klog.InfoS("successfully validated configuration, accepting", "ingress", name)
	response.Allowed = true
	return response, nil
}
