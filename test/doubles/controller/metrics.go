package main

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

// Metrics are those about reloads; a registry always holds the Go runtime's and the process's.
type Metrics struct {
	registry           *prometheus.Registry
	success, timestamp prometheus.Gauge
	hash               prometheus.Gauge
	reloads, errors    prometheus.Counter
	// checks and refusals count the webhook's verdicts by Ingress.
	checks, refusals *prometheus.CounterVec
}

// newMetrics exports the reload metrics only with --enable-metrics, under the names and labels of the real controller.
func newMetrics(options Options, pod *core.Pod) *Metrics {
	labels := prometheus.Labels{"controller_class": options.ControllerClass, "controller_namespace": pod.Namespace, "controller_pod": pod.Name}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "nginx_ingress_controller", Name: name, Help: help, ConstLabels: labels})
	}
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "nginx_ingress_controller", Name: name, Help: help, ConstLabels: labels})
	}
	counters := func(name, help string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "nginx_ingress_controller", Name: name, Help: help, ConstLabels: labels}, []string{"namespace", "ingress"})
	}
	metrics := &Metrics{
		registry:  prometheus.NewRegistry(),
		success:   gauge("config_last_reload_successful", "Whether the last configuration reload attempt was successful"),
		timestamp: gauge("config_last_reload_successful_timestamp_seconds", "Timestamp of the last successful configuration reload."),
		hash:      gauge("config_hash", "Running configuration hash actually running"),
		reloads:   counter("success", "Cumulative number of Ingress controller reload operations"),
		errors:    counter("errors", "Cumulative number of Ingress controller errors during reload operations"),
		checks:    counters("check_success", "Cumulative number of Ingress controller syntax check operations"),
		refusals:  counters("check_errors", "Cumulative number of Ingress controller errors during syntax check operations"),
	}
	metrics.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if options.EnableMetrics {
		metrics.registry.MustRegister(metrics.success, metrics.timestamp, metrics.hash, metrics.reloads, metrics.errors,
			metrics.checks, metrics.refusals)
	}
	return metrics
}

func (m *Metrics) reloaded(checksum uint64, success bool) {
	if !success {
		m.errors.Inc()
		m.success.Set(0)
		m.hash.Set(0)
		return
	}
	m.reloads.Inc()
	m.success.Set(1)
	m.timestamp.Set(float64(time.Now().Unix()))
	m.hash.Set(float64(checksum))
}

// checked counts a verdict of the webhook; an Ingress refused for its paths, its class or the names of its annotations is
// not counted, as in the real controller.
func (m *Metrics) checked(ingress *networking.Ingress, accepted bool) {
	counter := m.refusals
	if accepted {
		counter = m.checks
	}
	counter.WithLabelValues(ingress.Namespace, ingress.Name).Inc()
}
