package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Source: kubernetes/ingress-nginx internal/ingress/controller/template/configmap.go.
func TestSettingsAreMergedOverTheDefaults(t *testing.T) {
	settings := ReadSettings(map[string]string{"keep-alive": "5", "keep-alive-requests": "many", "use-proxy-protocol": "true",
		"client-body-timeout": "", "client-header-timeout": "0x10", "hsts": "", "use-gzip": "yes",
		"http-redirect-code": "418", "proxy-real-ip-cidr": "192.0.2.0/24, 198.51.100.0/24", "no-such-key": "x", "otel-sampler-ratio": "half"})
	equal(t, settings.Number("keep-alive"), 5)
	equal(t, settings.Number("keep-alive-requests"), 1000)
	equal(t, settings.Number("client-body-timeout"), 0)
	equal(t, settings.Text("client-header-timeout"), "16")
	equal(t, settings.On("use-proxy-protocol"), true)
	equal(t, settings.On("hsts"), false)
	equal(t, settings.On("use-gzip"), false)
	equal(t, settings.Number("http-redirect-code"), 308)
	equal(t, strings.Join(settings.List("proxy-real-ip-cidr"), " "), "192.0.2.0/24 198.51.100.0/24")
	for _, key := range []string{"no-such-key", "otel-sampler-ratio"} {
		if _, present := settings[key]; present {
			t.Errorf("%s was kept", key)
		}
	}
}

func TestEverySettingIsKnownOnceWithADefaultThatFits(t *testing.T) {
	count := len(knownSettings)
	for _, known := range knownSettings {
		if _, err := read(known.key, known.kind, known.initial); err != nil {
			t.Errorf("the default of %s does not fit: %v", known.key, err)
		}
	}
	for _, keys := range idleSettings {
		count += len(keys)
	}
	equal(t, count, len(kindsOfSettings()))
}

// The chart's schema lists the keys of the same controller with their kinds: the two lists were made apart.
func TestTheChartKnowsTheSameSettings(t *testing.T) {
	schema, err := os.ReadFile("../../../schema/controller/config.yaml")
	must(t, err)
	_, properties, _ := strings.Cut(string(schema), "\nproperties:\n")
	kinds, seen := kindsOfSettings(), map[string]bool{}
	names := map[string]kind{"configText": text, "configInteger": number, "configSwitch": toggle, "configList": list, "configNumber": decimal}
	for _, match := range regexp.MustCompile(`(?m)^  ([a-z0-9-]+):(?: \{ \$ref: '#/definitions/(\w+)' \})?`).FindAllStringSubmatch(properties, -1) {
		kind, known := kinds[match[1]]
		if wanted, typed := names[match[2]]; !known || typed && wanted != kind && !(kind == duration && wanted == text) {
			t.Errorf("%s: known %v, another kind than %s", match[1], known, match[2])
		}
		seen[match[1]] = true
	}
	for key := range kinds {
		if !seen[key] {
			t.Errorf("%s is unknown to the chart", key)
		}
	}
}

func TestSettingsWithoutEffectStandInTheReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	must(t, err)
	_, left, _ := strings.Cut(string(readme), "## Left out")
	for _, keys := range idleSettings {
		for _, key := range keys {
			if !strings.Contains(left, "`"+key+"`") {
				t.Errorf("%s is not listed", key)
			}
		}
	}
}
