//go:build tools

// Package tools keeps the programs in go.mod that are built from it.
package tools

import (
	_ "github.com/yannh/kubeconform/cmd/kubeconform"
	_ "github.com/zegl/kube-score/cmd/kube-score"
)
