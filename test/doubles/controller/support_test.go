package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/flowcontrol"
)

const prefixed = "nginx.ingress.kubernetes.io/"

// scratchLayout is a layout in a temporary folder with everything that the image brings, but for Debian's own files.
func scratchLayout(t *testing.T) Layout {
	t.Helper()
	layout := imageLayout
	layout.Root = t.TempDir()
	for _, folder := range []string{layout.Lua(), layout.Temp(), filepath.Dir(layout.Telemetry())} {
		must(t, os.MkdirAll(folder, 0o755))
	}
	must(t, makeFolders(layout))
	for _, name := range []string{"balancer.lua", "certificate.lua"} {
		content, err := os.ReadFile(name)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(layout.Lua(), name), content, 0o644))
	}
	stub, err := os.ReadFile("stub.conf")
	must(t, err)
	must(t, os.WriteFile(layout.Config(), []byte(strings.ReplaceAll(string(stub), "/tmp/nginx", layout.Temp())), 0o644))
	return layout
}

// needsNginx skips the test where nginx or its Lua module is missing.
func needsNginx(t *testing.T, layout Layout) {
	t.Helper()
	if _, err := exec.LookPath("nginx"); err != nil {
		t.Skip("nginx is not installed")
	}
	for _, module := range []string{"http_lua", "stream"} {
		if _, err := os.Stat(layout.Modules + "/ngx_" + module + "_module.so"); err != nil {
			t.Skip("nginx's module is not installed: libnginx-mod-" + strings.Replace(module, "_", "-", 1))
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("got %v, want %v", got, want)
	}
}

// testOptions are the defaults with free ports.
func testOptions(t *testing.T, arguments ...string) Options {
	t.Helper()
	options, err := ParseOptions(append([]string{"--configmap=ns/config"}, arguments...), 0)
	must(t, err)
	for _, port := range []*int{&options.HTTPPort, &options.HTTPSPort, &options.DefaultPort, &options.StatusPort, &options.StreamPort, &options.PassthroughPort} {
		*port = freePort(t)
	}
	return options
}

// given are the ports that this process handed out.
var given sync.Map

// freePort looks below the ports that the kernel gives to whoever asks for any: one of those could be gone again before
// nginx listens on it.
func freePort(t *testing.T) int {
	t.Helper()
	for range 1000 {
		port := 20000 + rand.IntN(12000)
		listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if err != nil {
			continue
		}
		listener.Close()
		if _, twice := given.LoadOrStore(port, true); !twice {
			return port
		}
	}
	t.Fatal("no free port between 20000 and 31999")
	return 0
}

// quiet are the ConfigMap entries that keep nginx's logs out of /var/log.
func quiet(more ...string) map[string]string {
	data := map[string]string{"disable-access-log": "true", "error-log-path": "stderr", "worker-processes": "1", "max-worker-connections": "64", "max-worker-open-files": "256"}
	for i := 0; i+1 < len(more); i += 2 {
		data[more[i]] = more[i+1]
	}
	return data
}

func ingress(name, host string, paths ...networking.HTTPIngressPath) *networking.Ingress {
	class := "nginx"
	return &networking.Ingress{
		ObjectMeta: meta.ObjectMeta{Namespace: "ns", Name: name, Annotations: map[string]string{}},
		Spec: networking.IngressSpec{IngressClassName: &class, Rules: []networking.IngressRule{{Host: host,
			IngressRuleValue: networking.IngressRuleValue{HTTP: &networking.HTTPIngressRuleValue{Paths: paths}}}}},
	}
}

func pathOf(kind networking.PathType, value, service string) networking.HTTPIngressPath {
	return networking.HTTPIngressPath{Path: value, PathType: &kind, Backend: networking.IngressBackend{
		Service: &networking.IngressServiceBackend{Name: service, Port: networking.ServiceBackendPort{Number: 80}}}}
}

func class(name, controller string) *networking.IngressClass {
	return &networking.IngressClass{ObjectMeta: meta.ObjectMeta{Name: name}, Spec: networking.IngressClassSpec{Controller: controller}}
}

func service(name string) *core.Service {
	return &core.Service{ObjectMeta: meta.ObjectMeta{Namespace: "ns", Name: name},
		Spec: core.ServiceSpec{Ports: []core.ServicePort{{Name: "http", Port: 80}}}}
}

func slice(service string, port int32, endpoints ...discovery.Endpoint) *discovery.EndpointSlice {
	name := "http"
	return &discovery.EndpointSlice{
		ObjectMeta: meta.ObjectMeta{Namespace: "ns", Name: service + "-1", Labels: map[string]string{discovery.LabelServiceName: service}},
		Ports:      []discovery.EndpointPort{{Name: &name, Port: &port}}, Endpoints: endpoints,
	}
}

func endpoint(address string, ready bool) discovery.Endpoint {
	return discovery.Endpoint{Addresses: []string{address}, Conditions: discovery.EndpointConditions{Ready: &ready}}
}

func configMap(data map[string]string) *core.ConfigMap {
	return &core.ConfigMap{ObjectMeta: meta.ObjectMeta{Namespace: "ns", Name: "config"}, Data: data}
}

var testPod = &core.Pod{TypeMeta: meta.TypeMeta{APIVersion: "v1", Kind: "Pod"}, ObjectMeta: meta.ObjectMeta{
	Namespace: "ns", Name: "controller-1", Labels: map[string]string{"app": "controller", "pod-template-hash": "1"}}}

// fakeProxy records what it is asked for and refuses configurations that hold the word "broken".
type fakeProxy struct {
	mutex        sync.Mutex
	calls        []string
	content      string
	backends     []Backend
	certificates map[string]Certificate
	lives        int
	health       error
}

func (p *fakeProxy) note(call string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.calls = append(p.calls, call)
}

func (p *fakeProxy) Start() (<-chan error, error) { p.note("start"); return make(chan error), nil }
func (p *fakeProxy) Quit() error                  { p.note("quit"); return nil }
func (p *fakeProxy) Healthy() error               { return p.health }
func (p *fakeProxy) Running() bool                { p.lives--; p.note("running?"); return p.lives > 0 }
func (p *fakeProxy) Test(content []byte) error {
	p.note("test")
	if strings.Contains(string(content), "broken") {
		return refusal("nginx: [emerg] unknown directive \"broken\"")
	}
	return nil
}
func (p *fakeProxy) Apply(content []byte) error {
	p.note("apply")
	p.content = string(content)
	return nil
}
func (p *fakeProxy) Configure(backends []Backend, certificates map[string]Certificate) error {
	p.note("configure")
	p.backends, p.certificates = backends, certificates
	return nil
}

type refusal string

func (e refusal) Error() string { return string(e) }

// testController has a filled store over the given objects, a fake nginx and a clock that only takes notes.
func testController(t *testing.T, options Options, objects ...runtime.Object) (*Controller, *fakeProxy, *record.FakeRecorder) {
	t.Helper()
	proxy, recorder := &fakeProxy{}, record.NewFakeRecorder(100)
	client := fake.NewClientset(objects...)
	rules := ClassRules{Controller: options.ControllerClass, Annotation: options.IngressClass, WithoutClass: options.WatchWithoutClass, ByName: options.ClassByName}
	controller, err := NewController(client, options, scratchLayout(t), rules, testPod, proxy)
	must(t, err)
	controller.recorder, controller.store.recorder = recorder, recorder
	controller.queue = newQueue(flowcontrol.NewFakeAlwaysRateLimiter(), controller.sync)
	controller.sleep = func(duration time.Duration) { proxy.note("sleep " + duration.String()) }
	controller.store.settle = 0
	controller.store.Run(controller.stop)
	return controller, proxy, recorder
}

// handle answers with the handler on loopback until the test is over; its host and port.
func handle(t *testing.T, handler http.HandlerFunc) (string, int32) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	must(t, err)
	port, err := strconv.Atoi(address.Port())
	must(t, err)
	return address.Hostname(), int32(port)
}
