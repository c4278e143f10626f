package main

import (
	"math"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// workers reads worker-processes; auto is the CPU quota of the container rounded up, else the CPUs of the node.
// Source: kubernetes/ingress-nginx internal/runtime/cpu_linux.go.
func workers(settings Settings) string {
	if given := settings.Text("worker-processes"); given != "auto" {
		return given
	}
	return strconv.Itoa(cpus())
}

func cpus() int {
	if quota, period, ok := cgroupQuota(); ok {
		return int(math.Ceil(quota / period))
	}
	return runtime.NumCPU()
}

// cgroup is where the container's limits stand; tests point elsewhere.
var cgroup = "/sys/fs/cgroup"

// cgroupQuota reads the CPU limit of cgroup v2, then of v1.
func cgroupQuota() (quota, period float64, ok bool) {
	numbers := readNumbers(filepath.Join(cgroup, "cpu.max"))
	if len(numbers) != 2 {
		numbers = append(readNumbers(filepath.Join(cgroup, "cpu/cpu.cfs_quota_us")), readNumbers(filepath.Join(cgroup, "cpu/cpu.cfs_period_us"))...)
	}
	if len(numbers) != 2 || numbers[0] <= 0 || numbers[1] <= 0 {
		return 0, 0, false
	}
	return numbers[0], numbers[1], true
}

func readNumbers(file string) []float64 {
	content, _ := os.ReadFile(file)
	numbers := []float64{}
	for _, field := range strings.Fields(string(content)) {
		if value, err := strconv.ParseFloat(field, 64); err == nil {
			numbers = append(numbers, value)
		}
	}
	return numbers
}

// openFiles leaves some descriptors of the limit to the master.
func openFiles(settings Settings) int {
	if given := settings.Number("max-worker-open-files"); given > 0 {
		return given
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 1024
	}
	return int(max(limit.Max, 2048) - 1024)
}

func backlog() int {
	if numbers := readNumbers("/proc/sys/net/core/somaxconn"); len(numbers) == 1 {
		return int(numbers[0])
	}
	return 511
}

func hasIPv6() bool {
	addresses, _ := net.InterfaceAddrs()
	return slices.ContainsFunc(addresses, func(address net.Addr) bool {
		prefix, ok := address.(*net.IPNet)
		return ok && prefix.IP.To4() == nil && prefix.IP.IsGlobalUnicast()
	})
}
