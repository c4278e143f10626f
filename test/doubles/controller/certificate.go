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
	"time"

	core "k8s.io/api/core/v1"
)

// Certificate is a certificate with its key.
type Certificate struct {
	// Namespace and Secret are empty for the self-signed one.
	Namespace, Secret string
	// PEM holds the chain and the key, ID is a hash of both.
	PEM, ID string
	Leaf    *x509.Certificate
}

// fakeCertificate makes the self-signed certificate of hosts without one of their own.
func fakeCertificate() (Certificate, error) {
	certificate, key, err := selfSigned("Kubernetes Ingress Controller Fake Certificate", "ingress.local")
	if err != nil {
		return Certificate{}, err
	}
	return newCertificate(certificate, key)
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

// secretCertificate reads the pair of a Secret; a pair that does not fit is an error.
func secretCertificate(secret *core.Secret) (Certificate, error) {
	certificate, err := newCertificate(secret.Data[core.TLSCertKey], secret.Data[core.TLSPrivateKeyKey])
	if err != nil {
		return Certificate{}, fmt.Errorf("secret %s/%s holds no usable certificate: %w", secret.Namespace, secret.Name, err)
	}
	certificate.Namespace, certificate.Secret = secret.Namespace, secret.Name
	return certificate, nil
}

func newCertificate(certificate, key []byte) (Certificate, error) {
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return Certificate{}, err
	}
	content := append(append(bytes.TrimSpace(certificate), '\n'), key...)
	sum := sha256.Sum256(content)
	return Certificate{PEM: string(content), ID: hex.EncodeToString(sum[:8]), Leaf: leaf}, nil
}

// covers tells whether a certificate is good for a host: by its alternative names, else by its common name.
func (c Certificate) covers(host string) bool {
	return c.Leaf.VerifyHostname(host) == nil || len(c.Leaf.DNSNames) == 0 && namedLike(c.Leaf.Subject.CommonName, host)
}
