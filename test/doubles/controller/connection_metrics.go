package main

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/klog/v2"
)

// connectionMetrics asks nginx's status page whenever the metrics are read.
// Source: kubernetes/ingress-nginx internal/ingress/metric/collectors/nginx_status.go.
type connectionMetrics struct {
	page                         string
	connections, total, requests *prometheus.Desc
}

func newConnectionMetrics(options Options, labels prometheus.Labels) *connectionMetrics {
	describe := func(name, help string, by ...string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(metricsNamespace, "nginx_process", name), help, by, labels)
	}
	return &connectionMetrics{
		page:        fmt.Sprintf("http://127.0.0.1:%d/nginx_status", options.StatusPort),
		connections: describe("connections", "current number of client connections with state {active, reading, writing, waiting}", "state"),
		total:       describe("connections_total", "total number of connections with state {accepted, handled}", "state"),
		requests:    describe("requests_total", "total number of client requests"),
	}
}

func (c *connectionMetrics) Describe(descriptions chan<- *prometheus.Desc) {
	descriptions <- c.connections
	descriptions <- c.total
	descriptions <- c.requests
}

func (c *connectionMetrics) Collect(metrics chan<- prometheus.Metric) {
	figures, err := c.read()
	if err != nil {
		klog.Warningf("unexpected error obtaining nginx status info: %v", err)
		return
	}
	for i, state := range []string{"active", "accepted", "handled", "", "reading", "writing", "waiting"} {
		switch state {
		case "":
			metrics <- prometheus.MustNewConstMetric(c.requests, prometheus.CounterValue, figures[i])
		case "accepted", "handled":
			metrics <- prometheus.MustNewConstMetric(c.total, prometheus.CounterValue, figures[i], state)
		default:
			metrics <- prometheus.MustNewConstMetric(c.connections, prometheus.GaugeValue, figures[i], state)
		}
	}
}

var digits = regexp.MustCompile(`\d+`)

// read returns the seven numbers of the page: active; accepted, handled, requests; reading, writing, waiting.
func (c *connectionMetrics) read() ([]float64, error) {
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Get(c.page)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(io.LimitReader(answer.Body, 4096))
	if err != nil {
		return nil, err
	}
	figures := []float64{}
	for _, text := range digits.FindAllString(string(content), -1) {
		figure, _ := strconv.ParseFloat(text, 64)
		figures = append(figures, figure)
	}
	if len(figures) != 7 {
		return nil, fmt.Errorf("status %d, %d numbers", answer.StatusCode, len(figures))
	}
	return figures, nil
}
