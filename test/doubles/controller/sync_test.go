package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 1500 {
		if holds() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

// The figures behind these tests: the real controller's behaviour on a failing reload, measured on a cluster.
func TestAFailingReloadKeepsConfigurationAndEndpoints(t *testing.T) {
	controller, proxy, recorder := testController(t, testOptions(t, "--enable-metrics"), configMap(nil), class("nginx", "k8s.io/ingress-nginx"),
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", 8080, endpoint("192.0.2.1", true)))
	must(t, controller.sync())
	good := proxy.content
	equal(t, gauge(t, controller), 1.0)
	drain(recorder.Events)

	api := controller.client
	_, err := api.CoreV1().ConfigMaps("ns").Update(context.Background(), configMap(map[string]string{"main-snippet": "broken;"}), meta.UpdateOptions{})
	must(t, err)
	eventually(t, "a refused configuration", func() bool { return controller.sync() != nil })
	_, err = api.DiscoveryV1().EndpointSlices("ns").Update(context.Background(), slice("app", 8080, endpoint("192.0.2.9", true)), meta.UpdateOptions{})
	must(t, err)
	eventually(t, "the endpoint that moved meanwhile", func() bool {
		return readyEndpoints(controller.store.EndpointSlices("ns", "app"), service("app").Spec.Ports[0])[0] == "192.0.2.9:8080"
	})
	if controller.sync() == nil {
		t.Fatal("the refused configuration was taken")
	}
	equal(t, proxy.content, good)
	equal(t, strings.Join(proxy.backends[1].Endpoints, " "), "192.0.2.1:8080")
	equal(t, gauge(t, controller), 0.0)
	if events := drain(recorder.Events); !slices.ContainsFunc(events, func(event string) bool { return strings.HasPrefix(event, "Warning RELOAD Error reloading NGINX") }) {
		t.Errorf("events: %q", events)
	}

	_, err = api.CoreV1().ConfigMaps("ns").Update(context.Background(), configMap(map[string]string{"main-snippet": "# mended"}), meta.UpdateOptions{})
	must(t, err)
	eventually(t, "the mended configuration with the new endpoint", func() bool {
		return controller.sync() == nil && strings.Contains(proxy.content, "# mended") && proxy.backends[1].Endpoints[0] == "192.0.2.9:8080"
	})
	equal(t, gauge(t, controller), 1.0)
}

func TestAnUnchangedConfigurationIsNotReloadedAndNewEndpointsNeedNoReload(t *testing.T) {
	controller, proxy, _ := testController(t, testOptions(t), configMap(nil), class("nginx", "k8s.io/ingress-nginx"),
		ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), service("app"), slice("app", 8080, endpoint("192.0.2.1", true)))
	must(t, controller.sync())
	must(t, controller.sync())
	_, err := controller.client.DiscoveryV1().EndpointSlices("ns").Update(context.Background(), slice("app", 8080, endpoint("192.0.2.9", true)), meta.UpdateOptions{})
	must(t, err)
	eventually(t, "the new endpoint", func() bool {
		return controller.sync() == nil && proxy.backends[1].Endpoints[0] == "192.0.2.9:8080"
	})
	equal(t, strings.Join(proxy.calls, ", "), "test, apply, sleep 1s, configure, configure")
}

func TestTheQueueRetriesWithoutBackingOff(t *testing.T) {
	controller, proxy, _ := testController(t, testOptions(t), configMap(map[string]string{"http-snippet": "broken;"}))
	ended := make(chan struct{})
	go func() {
		controller.queue.Run()
		close(ended)
	}()
	controller.queue.Add()
	eventually(t, "the fifth attempt", func() bool {
		proxy.mutex.Lock()
		defer proxy.mutex.Unlock()
		return len(proxy.calls) >= 5
	})
	controller.queue.ShutDown()
	<-ended
	if slices.Contains(proxy.calls, "apply") || slices.Contains(proxy.calls, "configure") {
		t.Errorf("a refused configuration was used: %q", proxy.calls)
	}
}

func TestEventsTellOfIngresses(t *testing.T) {
	_, _, recorder := testController(t, testOptions(t), configMap(nil), class("nginx", "k8s.io/ingress-nginx"), class("foreign", "example.com/other"),
		ingress("ours", "app.test", pathOf(networking.PathTypePrefix, "/", "app")), foreign())
	events := []string{}
	eventually(t, "a Sync event", func() bool {
		events = append(events, drain(recorder.Events)...)
		return slices.Contains(events, "Normal Sync Scheduled for sync")
	})
	equal(t, len(slices.DeleteFunc(events, func(event string) bool { return !strings.Contains(event, "Sync") })), 1)
}

func foreign() *networking.Ingress {
	name, subject := "foreign", ingress("theirs", "other.test")
	subject.Spec.IngressClassName = &name
	return subject
}

func gauge(t *testing.T, controller *Controller) float64 {
	t.Helper()
	families, err := controller.metrics.registry.Gather()
	must(t, err)
	for _, family := range families {
		if family.GetName() == "nginx_ingress_controller_config_last_reload_successful" {
			return family.GetMetric()[0].GetGauge().GetValue()
		}
	}
	t.Fatal("the metric is missing")
	return 0
}

func drain(events chan string) []string {
	all := []string{}
	for {
		select {
		case event := <-events:
			all = append(all, event)
		default:
			return all
		}
	}
}

// Measured on the real controller: it starts on the defaults, with a warning.
func TestAConfigMapThatIsGoneAtStartMeansTheDefaults(t *testing.T) {
	controller, proxy, _ := testController(t, testOptions(t), class("nginx", "k8s.io/ingress-nginx"))
	must(t, controller.sync())
	equal(t, controller.store.Settings().Number("keep-alive"), 75)
	_, err := controller.client.CoreV1().ConfigMaps("ns").Create(context.Background(), configMap(map[string]string{"keep-alive": "5"}), meta.CreateOptions{})
	must(t, err)
	eventually(t, "the ConfigMap that came later", func() bool {
		return controller.sync() == nil && strings.Contains(proxy.content, "keepalive_timeout 5s;")
	})
}
