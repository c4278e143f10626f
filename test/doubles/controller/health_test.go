package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func ask(controller *Controller, path string) (int, string) {
	answer := httptest.NewRecorder()
	controller.Handler().ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
	return answer.Code, answer.Body.String()
}

func TestHealthFollowsNginx(t *testing.T) {
	controller, proxy, _ := testController(t, testOptions(t), configMap(nil))
	code, body := ask(controller, "/healthz")
	equal(t, code, 200)
	equal(t, body, "ok")
	proxy.health = refusal("dynamic load balancer not started")
	code, _ = ask(controller, "/healthz")
	equal(t, code, 500)
}

func TestReloadMetricsNeedTheFlag(t *testing.T) {
	for _, row := range []struct {
		flag string
		want bool
	}{{"--enable-metrics=true", true}, {"--enable-metrics=false", false}} {
		controller, _, _ := testController(t, testOptions(t, row.flag), configMap(nil))
		must(t, controller.sync())
		_, body := ask(controller, "/metrics")
		equal(t, strings.Contains(body, `nginx_ingress_controller_config_last_reload_successful{controller_class="k8s.io/ingress-nginx",controller_namespace="ns",controller_pod="controller-1"} 1`), row.want)
		equal(t, strings.Contains(body, "go_goroutines"), true)
	}
}
