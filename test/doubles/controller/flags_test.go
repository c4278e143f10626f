package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

func TestMain(m *testing.M) {
	if os.Getenv("RUN_CONTROLLER") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// Source of the defaults: kubernetes/ingress-nginx pkg/flags/flags.go.
func TestFlagsHaveTheDefaultsOfTheRealController(t *testing.T) {
	options, err := ParseOptions(nil, pflag.ContinueOnError)
	must(t, err)
	equal(t, options.PostShutdownGrace, 10)
	equal(t, options.ShutdownGrace, 0)
	equal(t, options.HealthPort, 10254)
	equal(t, options.StatusPort, 10246)
	equal(t, options.ControllerClass, "k8s.io/ingress-nginx")
	equal(t, options.ElectionTTL, 30*time.Second)
	equal(t, options.SyncRateLimit, float32(0.3))
}

func TestFlagsOfTheUpstreamChartAreAccepted(t *testing.T) {
	_, err := ParseOptions([]string{"/nginx-ingress-controller", "--enable-annotation-validation=false", "--publish-service=ns/public",
		"--election-id=release-leader", "--controller-class=k8s.io/ingress-nginx", "--ingress-class=nginx", "--configmap=ns/config",
		"--tcp-services-configmap=ns/tcp", "--udp-services-configmap=ns/udp", "--watch-namespace=ns", "--validating-webhook=:8443",
		"--validating-webhook-certificate=/c", "--validating-webhook-key=/k", "--maxmind-license-key=x", "--healthz-host=0.0.0.0",
		"--health-check-path=/healthz", "--ingress-class-by-name=true", "--watch-ingress-without-class=true", "--enable-metrics=false",
		"--enable-topology-aware-routing=true", "--disable-leader-election=true", "--election-ttl=10s", "--v=2", "--profiling=false"}, pflag.ContinueOnError)
	must(t, err)
}

func TestAnUnknownFlagIsRefused(t *testing.T) {
	_, err := ParseOptions([]string{"--shutdown-grace=5"}, pflag.ContinueOnError)
	if err == nil || err.Error() != "unknown flag: --shutdown-grace" {
		t.Fatalf("got %v", err)
	}
}

func TestAnUnknownFlagEndsTheProcess(t *testing.T) {
	command := exec.Command(os.Args[0], "--nonsense")
	command.Env = append(os.Environ(), "RUN_CONTROLLER=1")
	output, err := command.CombinedOutput()
	if command.ProcessState.ExitCode() != 2 || !strings.Contains(string(output), "unknown flag: --nonsense") {
		t.Fatalf("%v: %s", err, output)
	}
}

func TestExclusiveFlags(t *testing.T) {
	for _, refused := range [][]string{
		{"--publish-service=a/b", "--publish-status-address=192.0.2.1"},
		{"--watch-namespace=a", "--watch-namespace-selector=a=b"},
		{"--watch-namespace-selector==="},
		{"--metrics-per-host=false", "--metrics-per-undefined-host=true"},
		{"--http-port=eighty"},
	} {
		if _, err := ParseOptions(refused, pflag.ContinueOnError); err == nil {
			t.Errorf("%v was accepted", refused)
		}
		if _, err := ParseOptions(refused[1:], pflag.ContinueOnError); err != nil {
			t.Errorf("%v was refused: %v", refused[1:], err)
		}
	}
}

func TestATakenPortIsRefused(t *testing.T) {
	options := testOptions(t)
	options.StreamPort, options.ProfilerPort = freePort(t), freePort(t)
	must(t, options.CheckPorts())
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", options.HTTPSPort))
	must(t, err)
	defer listener.Close()
	if err := options.CheckPorts(); err == nil || !strings.Contains(err.Error(), "--https-port") {
		t.Fatalf("got %v", err)
	}
}
