package main

import (
	"strings"
	"testing"

	networking "k8s.io/api/networking/v1"
)

// annotated is a served Ingress with one annotation.
func annotated(name, value string) *networking.Ingress {
	subject := ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app"))
	subject.Annotations[prefixed+name] = value
	return subject
}

// Source: kubernetes/ingress-nginx internal/ingress/annotations (Extract) and
// docs/user-guide/nginx-configuration/annotations-risk.md.
func TestOneBadAnnotationCostsTheWholeIngress(t *testing.T) {
	risky := "annotation group %s contains risky annotation based on ingress configuration"
	for _, row := range []struct {
		name, value string
		data        map[string]string
		flag        string
		want        string
	}{
		{"configuration-snippet", "# mine", nil, "", strings.Replace(risky, "%s", "ConfigurationSnippet", 1)},
		{"configuration-snippet", "# mine", map[string]string{"annotations-risk-level": "Critical"}, "", ""},
		{"auth-snippet", "# mine", nil, "", strings.Replace(risky, "%s", "ExternalAuth", 1)},
		{"proxy-body-size", "5m", nil, "", ""},
		{"proxy-body-size", "5m", map[string]string{"annotations-risk-level": "Low"}, "", strings.Replace(risky, "%s", "Proxy", 1)},
		{"proxy-body-size", "5 parsecs", nil, "", "annotation " + prefixed + "proxy-body-size contains invalid value"},
		{"proxy-body-size", "5 parsecs", nil, "--enable-annotation-validation=false", ""},
		{"proxy-body-size", "bad word", map[string]string{"annotation-value-word-blocklist": "evil, bad"}, "--enable-annotation-validation=false", prefixed + "proxy-body-size annotation contains invalid word bad"},
		{"auth-url", "http://auth.ns.svc/check?x=$host", nil, "", ""},
		{"auth-url", "http://auth.ns.svc/#;", nil, "", "annotation " + prefixed + "auth-url contains invalid value"},
		{"no-such-annotation", "#;", nil, "", ""},
	} {
		options := testOptions(t)
		if row.flag != "" {
			options = testOptions(t, row.flag)
		}
		got := ""
		if err := takeOver(annotated(row.name, row.value), ReadSettings(row.data), options); err != nil {
			got = err.Error()
		}
		equal(t, got, row.want)
	}
}

// Source: kubernetes/ingress-nginx internal/ingress/inspector/rules.go.
func TestDeepInspectionFindsDirectivesInPaths(t *testing.T) {
	evil := ingress("a", "app.test", pathOf(networking.PathTypeImplementationSpecific, "/x { root /etc/nginx; }", "app"))
	if takeOver(evil, ReadSettings(nil), testOptions(t)) == nil {
		t.Error("a directive in a path was accepted")
	}
	if err := takeOver(evil, ReadSettings(nil), testOptions(t, "--deep-inspect=false")); err != nil {
		t.Error(err)
	}
	if err := takeOver(ingress("a", "tree.test", pathOf(networking.PathTypeImplementationSpecific, "/roots/alias", "app")), ReadSettings(nil), testOptions(t)); err != nil {
		t.Error(err)
	}
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/store/store.go (hasCatchAllIngressRule).
func TestCatchAllIngressesCanBeSwitchedOff(t *testing.T) {
	all := ingress("a", "app.test", pathOf(networking.PathTypePrefix, "/", "app"))
	all.Spec.DefaultBackend = &networking.IngressBackend{Service: &networking.IngressServiceBackend{Name: "rest"}}
	if takeOver(all, ReadSettings(nil), testOptions(t, "--disable-catch-all")) == nil {
		t.Error("a default backend was accepted")
	}
	if err := takeOver(all, ReadSettings(nil), testOptions(t)); err != nil {
		t.Error(err)
	}
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/store/store.go (syncIngress).
func TestAnIngressThatIsNotTakenOverIsNotServed(t *testing.T) {
	good := ingress("b", "good.test", pathOf(networking.PathTypePrefix, "/", "app"))
	controller, _, _ := testController(t, testOptions(t), configMap(nil), class("nginx", "k8s.io/ingress-nginx"), annotated("server-snippet", "# mine"), good)
	served := controller.store.Ingresses()
	equal(t, len(served), 1)
	equal(t, served[0].Name, "b")
}
