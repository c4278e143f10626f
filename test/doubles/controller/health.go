package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/klog/v2"
)

// Check is the health of the controller: it fails from SIGTERM on, without an nginx master and before the first good sync.
func (c *Controller) Check() error {
	if c.shuttingDown.Load() {
		return errors.New("the ingress controller is shutting down")
	}
	return c.proxy.Healthy()
}

// Handler serves health and metrics, which share a port.
func (c *Controller) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(c.options.HealthPath, c.serveHealth)
	mux.Handle("/metrics", promhttp.HandlerFor(c.metrics.registry, promhttp.HandlerOpts{}))
	return mux
}

// serveHealth keeps the reason for the log, as the API machinery's health handler does.
func (c *Controller) serveHealth(answer http.ResponseWriter, _ *http.Request) {
	if err := c.Check(); err != nil {
		klog.InfoS("healthz check failed", "reason", err)
		http.Error(answer, "[+]ping ok\n[-]nginx-ingress-controller failed: reason withheld\nhealthz check failed", http.StatusInternalServerError)
		return
	}
	fmt.Fprint(answer, "ok")
}

// ServeHealth listens until the process ends.
func (c *Controller) ServeHealth() error {
	address := net.JoinHostPort(c.options.HealthHost, strconv.Itoa(c.options.HealthPort))
	server := http.Server{Addr: address, Handler: c.Handler(), ReadHeaderTimeout: 10 * time.Second}
	return server.ListenAndServe()
}
