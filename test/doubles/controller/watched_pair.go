package main

import (
	"bytes"
	"crypto/tls"
	"os"
	"sync"

	"k8s.io/klog/v2"
)

// watchedPair is a certificate in two files that are replaced while it is used, as the kubelet does with a mounted Secret.
// The real controller watches the files; looking at them in each handshake has the same effect.
type watchedPair struct {
	certificate, key string

	mutex         sync.Mutex
	seen, seenKey []byte
	pair          *tls.Certificate
	problem       error
}

// get reads the files again when they have changed. While they do not fit together the old pair serves on.
func (w *watchedPair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	// a file that cannot be read is an empty one, which fits to nothing
	certificate, _ := os.ReadFile(w.certificate)
	key, _ := os.ReadFile(w.key)
	if w.problem == nil && w.pair == nil || !bytes.Equal(certificate, w.seen) || !bytes.Equal(key, w.seenKey) {
		w.seen, w.seenKey = certificate, key
		w.load(certificate, key)
	}
	return w.pair, w.problem
}

func (w *watchedPair) load(certificate, key []byte) {
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		klog.ErrorS(err, "failed to load the webhook's certificate", "file", w.certificate)
		if w.pair == nil {
			w.problem = err
		}
		return
	}
	klog.InfoS("the webhook's certificate is loaded", "file", w.certificate)
	w.pair, w.problem = &pair, nil
}
