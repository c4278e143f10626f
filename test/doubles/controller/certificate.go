package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/klog/v2"
)

// Certificate is a PEM file with certificate and key, and the hash that makes a changed one a changed configuration.
type Certificate struct {
	File, Hash string
}

// fakeCertificate makes the self-signed certificate of hosts without one of their own.
func fakeCertificate(folder string) (Certificate, error) {
	certificate, key, err := selfSigned("Kubernetes Ingress Controller Fake Certificate", "ingress.local")
	if err != nil {
		return Certificate{}, err
	}
	return writeCertificate(filepath.Join(folder, "default-fake-certificate.pem"), append(certificate, key...))
}

// selfSigned returns a certificate for one name and its key as PEM, valid for a year.
func selfSigned(commonName, host string) (certificate, key []byte, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0),
		Subject:  pkix.Name{Organization: []string{"Acme Co"}, CommonName: commonName},
		DNSNames: []string{host}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &private.PublicKey, private)
	if err != nil {
		return nil, nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	certificate = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	key = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	return certificate, key, err
}

// secretCertificate writes the pair of a kubernetes.io/tls Secret; a pair that does not fit is an error.
func secretCertificate(folder string, secret *core.Secret) (Certificate, error) {
	certificate, key := secret.Data[core.TLSCertKey], secret.Data[core.TLSPrivateKeyKey]
	if _, err := tls.X509KeyPair(certificate, key); err != nil {
		return Certificate{}, fmt.Errorf("secret %s/%s holds no usable certificate: %w", secret.Namespace, secret.Name, err)
	}
	content := append(append(bytes.TrimSpace(certificate), '\n'), key...)
	return writeCertificate(filepath.Join(folder, secret.Namespace+"-"+secret.Name+".pem"), content)
}

func writeCertificate(file string, content []byte) (Certificate, error) {
	sum := sha256.Sum256(content)
	certificate := Certificate{file, hex.EncodeToString(sum[:])}
	if present, err := os.ReadFile(file); err == nil && bytes.Equal(present, content) {
		return certificate, nil
	}
	return certificate, writeAtomically(file, content)
}

// writeAtomically replaces a file in one step, readable by the owner alone.
func writeAtomically(file string, content []byte) error {
	temporary := file + ".new"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, file)
}

// assignCertificates gives each server the certificate of the Ingress that names its host, else the default.
func (c *Controller) assignCertificates(servers []*Server, ingresses []*networking.Ingress) {
	initial := c.defaultCertificate()
	for _, server := range servers {
		server.Certificate = initial
	}
	for _, ingress := range oldestFirst(ingresses) {
		for _, entry := range ingress.Spec.TLS {
			c.assignEntry(servers, ingress.Namespace, entry)
		}
	}
}

func (c *Controller) assignEntry(servers []*Server, namespace string, entry networking.IngressTLS) {
	certificate, ok := c.certificate(namespace, entry.SecretName)
	for _, host := range entry.Hosts {
		for _, server := range servers {
			if server.Host == host && !server.TLS {
				server.TLS = ok || entry.SecretName == ""
				if ok {
					server.Certificate = certificate
				}
			}
		}
	}
}

func (c *Controller) certificate(namespace, name string) (Certificate, bool) {
	if name == "" {
		return Certificate{}, false
	}
	secret := c.store.Secret(namespace, name)
	if secret == nil {
		klog.Warningf("Error getting SSL certificate \"%s/%s\": no object matching key. Using default certificate", namespace, name)
		return Certificate{}, false
	}
	certificate, err := secretCertificate(c.layout.Certificates(), secret)
	if err != nil {
		klog.Warningf("%v. Using default certificate", err)
	}
	return certificate, err == nil
}

// defaultCertificate is the one of --default-ssl-certificate, else the self-signed one.
func (c *Controller) defaultCertificate() Certificate {
	if c.options.DefaultSSLCertificate == "" {
		return c.fake
	}
	namespace, name, _ := splitKey(c.options.DefaultSSLCertificate)
	if certificate, ok := c.certificate(namespace, name); ok {
		return certificate
	}
	return c.fake
}
