package main

import (
	"errors"
	"os"
	"strings"

	networking "k8s.io/api/networking/v1"
	"k8s.io/klog/v2"
)

// assignCertificates gives each host of an Ingress with a TLS section its certificate, or the default one when its Secret is
// missing, unusable or made for other names. Either way the host counts as one with TLS.
// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (createServers).
func (c *Controller) assignCertificates(servers []*Server, ingresses []*networking.Ingress) {
	initial := c.defaultCertificate()
	for _, server := range servers {
		server.Certificate = initial
	}
	for _, ingress := range oldestFirst(ingresses) {
		for _, rule := range ingress.Spec.Rules {
			for _, server := range servers {
				if server.Host == rule.Host && !server.TLS && len(ingress.Spec.TLS) > 0 {
					c.assign(server, ingress)
				}
			}
		}
	}
}

func (c *Controller) assign(server *Server, ingress *networking.Ingress) {
	server.TLS = true
	name := c.secretFor(server.Host, ingress)
	if name == "" {
		return
	}
	certificate, err := c.certificate(ingress.Namespace, name)
	switch {
	case err != nil:
		klog.Warningf("Error getting SSL certificate \"%s/%s\": %v. Using default certificate", ingress.Namespace, name, err)
	case !certificate.covers(server.Host):
		klog.Warningf("SSL certificate \"%s/%s\" does not contain a name for server %q. Using default certificate", ingress.Namespace, name, server.Host)
	default:
		server.Certificate = certificate
	}
}

// secretFor is the Secret named beside the host, else the first one whose certificate covers it.
func (c *Controller) secretFor(host string, ingress *networking.Ingress) string {
	for _, entry := range ingress.Spec.TLS {
		for _, named := range entry.Hosts {
			if strings.EqualFold(named, host) {
				return entry.SecretName
			}
		}
	}
	for _, entry := range ingress.Spec.TLS {
		if certificate, err := c.certificate(ingress.Namespace, entry.SecretName); err == nil && certificate.covers(host) {
			return entry.SecretName
		}
	}
	return ""
}

func (c *Controller) certificate(namespace, name string) (Certificate, error) {
	secret := c.store.Secret(namespace, name)
	if secret == nil {
		return Certificate{}, errors.New("no object matching key")
	}
	return secretCertificate(secret)
}

// defaultCertificate is the one of --default-ssl-certificate, else the self-signed one.
func (c *Controller) defaultCertificate() Certificate {
	namespace, name, err := splitKey(c.options.DefaultSSLCertificate)
	if err != nil {
		return c.fake
	}
	certificate, err := c.certificate(namespace, name)
	if err != nil {
		klog.Warningf("Error loading custom default certificate, falling back to generated default: %v", err)
		return c.fake
	}
	return certificate
}

// namedLike compares a host with a name that may begin with an asterisk.
func namedLike(name, host string) bool {
	if below, wild := strings.CutPrefix(name, "*."); wild {
		_, parent, _ := strings.Cut(host, ".")
		return strings.EqualFold(below, parent)
	}
	return strings.EqualFold(name, host)
}

// writeDefault leaves the self-signed certificate in the file that nginx starts with, before any is handed over.
func writeDefault(layout Layout, certificate Certificate) error {
	return writeAtomically(layout.DefaultCertificate(), []byte(certificate.PEM))
}

// writeAtomically replaces a file in one step, readable by the owner alone.
func writeAtomically(file string, content []byte) error {
	temporary := file + ".new"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, file)
}

// hostCertificates is what nginx is handed over: a certificate for each host with TLS, the default one under "_".
func hostCertificates(servers []*Server) map[string]Certificate {
	hosts := map[string]Certificate{}
	for _, server := range servers {
		if server.TLS || server.Host == catchAll {
			hosts[strings.ToLower(server.Host)] = server.Certificate
		}
	}
	return hosts
}
