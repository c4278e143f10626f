package main

import (
	"strings"
	"testing"
)

// Source: kubernetes/ingress-nginx internal/ingress/controller/template/configmap.go.
func TestSettingsAreMergedOverTheDefaults(t *testing.T) {
	settings := ReadSettings(map[string]string{"keep-alive": "5", "keep-alive-requests": "many", "use-proxy-protocol": "true",
		"http-redirect-code": "418", "proxy-real-ip-cidr": "192.0.2.0/24, 198.51.100.0/24", "no-such-key": "x"})
	equal(t, settings.Number("keep-alive"), 5)
	equal(t, settings.Number("keep-alive-requests"), 1000)
	equal(t, settings.On("use-proxy-protocol"), true)
	equal(t, settings.Number("http-redirect-code"), 308)
	equal(t, strings.Join(settings.List("proxy-real-ip-cidr"), " "), "192.0.2.0/24 198.51.100.0/24")
	if _, present := settings["no-such-key"]; present {
		t.Error("an unknown key was kept")
	}
}

func TestEverySettingIsKnownOnceWithADefaultThatFits(t *testing.T) {
	seen := map[string]bool{}
	for _, known := range knownSettings {
		if seen[known.key] {
			t.Errorf("%s stands twice", known.key)
		}
		seen[known.key] = true
		if !fits(known, known.initial) {
			t.Errorf("the default of %s does not fit", known.key)
		}
	}
}
