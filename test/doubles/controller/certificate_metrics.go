package main

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// CertificateMetrics tell of the hosts' certificates, while this controller leads.
// Source: kubernetes/ingress-nginx internal/ingress/metric (main.go, collectors/controller.go).
type CertificateMetrics struct {
	class        string
	expiry, info *prometheus.GaugeVec

	mutex   sync.Mutex
	leading bool
	hosts   map[string]Certificate
}

func newCertificateMetrics(options Options) *CertificateMetrics {
	gauges := func(name, help string, by ...string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: metricsNamespace, Name: name, Help: help}, by)
	}
	return &CertificateMetrics{
		class:  options.ControllerClass,
		expiry: gauges("ssl_expire_time_seconds", "Number of seconds since 1970 to the SSL Certificate expire.", "namespace", "class", "host", "secret_name"),
		info: gauges("ssl_certificate_info", "Hold all labels associated to a certificate", "namespace", "class", "host", "secret_name",
			"identifier", "issuer_organization", "issuer_common_name", "serial_number", "public_key_algorithm"),
	}
}

// set takes the certificates by host, the default one under "_".
func (c *CertificateMetrics) set(hosts map[string]Certificate) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.hosts = hosts
	c.publish()
}

func (c *CertificateMetrics) lead(leading bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.leading = leading
	c.publish()
}

func (c *CertificateMetrics) publish() {
	c.expiry.Reset()
	c.info.Reset()
	if !c.leading {
		return
	}
	for host, certificate := range c.hosts {
		leaf, organization := certificate.Leaf, ""
		if len(leaf.Issuer.Organization) > 0 {
			organization = leaf.Issuer.Organization[0]
		}
		c.expiry.WithLabelValues(certificate.Namespace, c.class, host, certificate.Secret).Set(float64(leaf.NotAfter.Unix()))
		c.info.WithLabelValues(certificate.Namespace, c.class, host, certificate.Secret, leaf.Issuer.SerialNumber+"-"+leaf.SerialNumber.String(),
			organization, leaf.Issuer.CommonName, leaf.SerialNumber.String(), leaf.PublicKeyAlgorithm.String()).Set(1)
	}
}
