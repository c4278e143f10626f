package main

import (
	"maps"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

const metricsNamespace = "nginx_ingress_controller"

// Metrics are those of the controller itself; a registry always holds the Go runtime's and the process's.
type Metrics struct {
	registry                 *prometheus.Registry
	success, timestamp, hash prometheus.Gauge
	// A counter is absent until it has counted something, as in the real controller.
	reloads, errors *prometheus.CounterVec
	// checks and refusals count the webhook's verdicts by Ingress.
	checks, refusals *prometheus.CounterVec
	leading          *prometheus.GaugeVec
	certificates     *CertificateMetrics
}

// newMetrics exports all but the runtime's only with --enable-metrics, under the names and labels of the real controller.
// Source: kubernetes/ingress-nginx internal/ingress/metric/collectors/controller.go.
func newMetrics(options Options, pod *core.Pod) *Metrics {
	labels := prometheus.Labels{"controller_class": options.ControllerClass, "controller_namespace": pod.Namespace, "controller_pod": pod.Name}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: metricsNamespace, Name: name, Help: help, ConstLabels: labels})
	}
	counters := func(name, help string, by ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: metricsNamespace, Name: name, Help: help, ConstLabels: labels}, by)
	}
	metrics := &Metrics{
		registry:  prometheus.NewRegistry(),
		success:   gauge("config_last_reload_successful", "Whether the last configuration reload attempt was successful"),
		timestamp: gauge("config_last_reload_successful_timestamp_seconds", "Timestamp of the last successful configuration reload."),
		hash:      gauge("config_hash", "Running configuration hash actually running"),
		reloads:   counters("success", "Cumulative number of Ingress controller reload operations"),
		errors:    counters("errors", "Cumulative number of Ingress controller errors during reload operations"),
		checks:    counters("check_success", "Cumulative number of Ingress controller syntax check operations", "namespace", "ingress"),
		refusals:  counters("check_errors", "Cumulative number of Ingress controller errors during syntax check operations", "namespace", "ingress"),
		leading: prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: metricsNamespace, Name: "leader_election_status", ConstLabels: labels,
			Help: "Gauge reporting status of the leader election, 0 indicates follower, 1 indicates leader. 'name' is the string used to identify the lease"}, []string{"name"}),
		certificates: newCertificateMetrics(options),
	}
	metrics.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if options.EnableMetrics {
		metrics.registry.MustRegister(metrics.success, metrics.timestamp, metrics.hash, metrics.reloads, metrics.errors, metrics.checks,
			metrics.refusals, metrics.leading, metrics.certificates.expiry, metrics.certificates.info, buildInfo(labels), newConnectionMetrics(options, labels))
	}
	return metrics
}

func buildInfo(labels prometheus.Labels) prometheus.Collector {
	named := maps.Clone(labels)
	named["release"], named["build"], named["repository"] = version, "double", "sigsci-ingress"
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: metricsNamespace, Name: "build_info", ConstLabels: named,
		Help: "A metric with a constant '1' labeled with information about the build."}, func() float64 { return 1 })
}

func (m *Metrics) reloaded(checksum uint64, success bool) {
	if !success {
		m.errors.WithLabelValues().Inc()
		m.success.Set(0)
		m.hash.Set(0)
		return
	}
	m.reloads.WithLabelValues().Inc()
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

// lead notes the beginning or the end of leadership; a follower exports nothing about certificates.
func (m *Metrics) lead(election string, leading bool) {
	status := 0.0
	if leading {
		status = 1
	}
	m.leading.WithLabelValues(election).Set(status)
	m.certificates.lead(leading)
}
