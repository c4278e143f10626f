//go:build tools

// Package tools keeps the program in go.mod that is built from it.
package tools

import _ "github.com/prometheus/statsd_exporter"
