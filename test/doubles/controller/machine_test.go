package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
)

// Source: kubernetes/ingress-nginx internal/runtime/cpu_linux.go.
func TestWorkersFollowTheQuota(t *testing.T) {
	node := strconv.Itoa(runtime.NumCPU())
	for _, row := range []struct {
		files map[string]string
		given string
		want  string
	}{
		{map[string]string{"cpu.max": "150000 100000"}, "auto", "2"},
		{map[string]string{"cpu.max": "900000 100000"}, "auto", "9"},
		{map[string]string{"cpu.max": "900000 100000"}, "3", "3"},
		{map[string]string{"cpu.max": "max 100000"}, "auto", node},
		{map[string]string{"cpu/cpu.cfs_quota_us": "50000", "cpu/cpu.cfs_period_us": "100000"}, "auto", "1"},
		{map[string]string{"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, "auto", node},
	} {
		cgroup = t.TempDir()
		for name, content := range row.files {
			must(t, os.MkdirAll(filepath.Dir(filepath.Join(cgroup, name)), 0o755))
			must(t, os.WriteFile(filepath.Join(cgroup, name), []byte(content+"\n"), 0o644))
		}
		equal(t, workers(ReadSettings(map[string]string{"worker-processes": row.given})), row.want)
	}
	cgroup = "/sys/fs/cgroup"
}
