//go:build tools

// Package tools pins chart-testing's version in go.mod and go.sum.
package tools

import _ "github.com/helm/chart-testing/v3/ct"
