package main

import (
	"strings"
	"testing"

	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// verdictRow holds the settings and flags of a controller with one Ingress, ns/a for app.test/, and what it says of another.
type verdictRow struct {
	what    string
	data    map[string]string
	flags   []string
	subject *networking.Ingress
	want    string
}

func newcomer(path networking.HTTPIngressPath, annotations ...string) *networking.Ingress {
	subject := ingress("new", "new.test", path)
	for i := 0; i+1 < len(annotations); i += 2 {
		subject.Annotations[annotations[i]] = annotations[i+1]
	}
	return subject
}

func claimant(name, host string, paths ...networking.HTTPIngressPath) *networking.Ingress {
	return ingress(name, host, paths...)
}

// Source of checks, order and words: kubernetes/ingress-nginx internal/ingress/controller/controller.go (CheckIngress,
// checkOverlap) and internal/ingress/inspector. That snippets, a bad auth-url and a duplicate are refused, and a broken
// main-snippet does not matter, was measured too: controller 1.15.1 on Kubernetes 1.34.4.
func TestWhatTheWebhookRefuses(t *testing.T) {
	plain, critical := pathOf(below, "/", "app"), map[string]string{"allow-snippet-annotations": "true", "annotations-risk-level": "Critical"}
	snippet := prefixed + "configuration-snippet"
	elsewhere, deleted := newcomer(plain, snippet, "#"), newcomer(plain, snippet, "#")
	elsewhere.Namespace, deleted.DeletionTimestamp = "other", &meta.Time{}
	theirs, name, all := newcomer(plain, snippet, "#"), "foreign", newcomer(plain)
	theirs.Spec.IngressClassName = &name
	all.Spec.DefaultBackend = &networking.IngressBackend{Service: &networking.IngressServiceBackend{Name: "app"}}
	canary := claimant("canary", "app.test", plain)
	canary.Annotations[prefixed+"canary"] = "true"
	for _, row := range []verdictRow{
		{"a plain one", nil, nil, newcomer(plain), ""},
		{"a broken main-snippet", map[string]string{"main-snippet": "broken;"}, nil, newcomer(plain), ""},
		{"a snippet", nil, nil, newcomer(plain, snippet, "#"), snippet + " annotation cannot be used. Snippet directives are disabled by the Ingress administrator"},
		{"anyone's snippet", nil, nil, newcomer(plain, "example.com/my-snippet", "#"), "example.com/my-snippet annotation cannot be used"},
		{"an allowed but risky snippet", map[string]string{"allow-snippet-annotations": "true"}, nil, newcomer(plain, snippet, "#"), "annotation group ConfigurationSnippet contains risky annotation"},
		{"an accepted snippet", critical, nil, newcomer(plain, snippet, "#"), ""},
		{"a bad auth-url", nil, nil, newcomer(plain, prefixed+"auth-url", "http://auth.test/#;"), "annotation " + prefixed + "auth-url contains invalid value"},
		{"a good auth-url", nil, nil, newcomer(plain, prefixed+"auth-url", "http://auth.test/"), ""},
		{"a blocked word", map[string]string{"annotation-value-word-blocklist": "load_module"}, nil, newcomer(plain, prefixed+"auth-realm", "load_module x"), "contains invalid word load_module"},
		{"an odd Prefix path", nil, nil, newcomer(pathOf(below, "/a~b", "app")), "ingress contains invalid paths: path /a~b cannot be used with pathType Prefix"},
		{"an odd path of no type", nil, nil, newcomer(pathOf(free, "/a~b", "app")), ""},
		{"an odd path, not strict", map[string]string{"strict-validate-path-type": "false"}, nil, newcomer(pathOf(below, "/a~b", "app")), ""},
		{"directives in a path", nil, nil, newcomer(pathOf(free, "/x_by_lua", "app")), "invalid object"},
		{"a snippet of another class", nil, nil, theirs, ""},
		{"a snippet of a namespace that is not watched", nil, []string{"--watch-namespace=ns"}, elsewhere, ""},
		{"a snippet of one that goes", nil, nil, deleted, ""},
		{"a default backend", nil, nil, all, ""},
		{"a default backend that is switched off", nil, []string{"--disable-catch-all"}, all, "catch-all ingress"},
		{"the default prefix besides another one", nil, []string{"--annotations-prefix=example.com"}, newcomer(plain, prefixed+"ssl-redirect", "true"), "custom annotation prefix"},
		{"a host and path that another has", nil, nil, claimant("b", "app.test", plain), `host "app.test" and path "/" is already defined in ingress ns/a`},
		{"the path of another for its type", nil, nil, claimant("b", "app.test", pathOf(exact, "/", "app")), ""},
		{"the path of another for another host", nil, nil, claimant("b", "b.test", plain), ""},
		{"the path of another as a canary", nil, nil, canary, ""},
		{"its own host and path", nil, nil, claimant("a", "app.test", plain), ""},
		{"a duplicate after a path of its own", nil, nil, claimant("b", "app.test", pathOf(below, "/own", "app"), plain), ""},
	} {
		controller, _, _ := testController(t, testOptions(t, row.flags...), configMap(row.data), class("nginx", "k8s.io/ingress-nginx"), class("foreign", "example.com/other"),
			ingress("a", "app.test", plain))
		got := ""
		if err := controller.Admit(row.subject); err != nil {
			got = err.Error()
		}
		if row.want == "" && got != "" || !strings.Contains(got, row.want) {
			t.Errorf("%s: %q, want %q", row.what, got, row.want)
		}
	}
}
