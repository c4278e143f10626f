package main

import (
	"slices"
	"testing"
	"time"

	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	exact = networking.PathTypeExact
	below = networking.PathTypePrefix
	free  = networking.PathTypeImplementationSpecific
)

func serversOf(t *testing.T, data map[string]string, ingresses ...*networking.Ingress) map[string]*Server {
	t.Helper()
	settings := ReadSettings(data)
	byHost := map[string]*Server{}
	for _, server := range buildServers(ingresses, settings, testOptions(t)) {
		server.Locations = buildLocations(server, settings)
		byHost[server.Host] = server
	}
	return byHost
}

func matchesOf(server *Server) []string {
	all := []string{}
	for _, location := range server.Locations {
		all = append(all, location.Match+" > "+location.Backend)
	}
	return all
}

// Source: kubernetes/ingress-nginx docs/user-guide/ingress-path-matching.md.
func TestPathsBecomeLocations(t *testing.T) {
	servers := serversOf(t, nil, ingress("a", "app.test",
		pathOf(below, "/shop", "shop"), pathOf(exact, "/ping", "ping"), pathOf(below, "/", "app")))
	want := []string{`"/shop/" > ns-shop-80`, `= "/shop" > ns-shop-80`, `= "/ping" > ns-ping-80`, `"/" > ns-app-80`}
	if got := matchesOf(servers["app.test"]); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := matchesOf(servers[catchAll]); !slices.Equal(got, []string{`"/" > upstream-default-backend`}) {
		t.Errorf("catch-all: %q", got)
	}
}

// Source: kubernetes/ingress-nginx docs/user-guide/ingress-path-matching.md.
func TestARewriteMakesEveryPathOfItsHostARegularExpression(t *testing.T) {
	rewriting := ingress("a", "app.test", pathOf(free, "/api(/|$)(.*)", "api"))
	rewriting.Annotations[prefixed+"rewrite-target"] = "/$2"
	servers := serversOf(t, nil, rewriting, ingress("b", "app.test", pathOf(below, "/plain", "plain")))
	want := []string{`~* "^/api(/|$)(.*)" > ns-api-80`, `~* "^/plain" > ns-plain-80`, `~* "^/" > upstream-default-backend`}
	if got := matchesOf(servers["app.test"]); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	equal(t, servers["app.test"].Locations[0].Rewrite, `"(?i)/api(/|$)(.*)" "/$2"`)
	equal(t, servers["app.test"].Locations[1].Rewrite, "")
}

// Strict paths are a matter of the webhook alone: what came past it is served.
// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (CheckIngress, its only caller).
func TestAnOddPathThatCamePastTheWebhookIsServed(t *testing.T) {
	odd := ingress("odd", "odd.test", pathOf(below, "/a~b", "odd"))
	if got := matchesOf(serversOf(t, nil, odd)["odd.test"]); !slices.Contains(got, `"/a~b/" > ns-odd-80`) {
		t.Errorf("got %q", got)
	}
}

func TestTheOlderIngressKeepsItsPath(t *testing.T) {
	young, old := ingress("a-young", "app.test", pathOf(below, "/", "young")), ingress("b-old", "app.test", pathOf(below, "/", "old"))
	old.CreationTimestamp, young.CreationTimestamp = meta.Unix(1000, 0), meta.NewTime(time.Unix(2000, 0))
	servers := serversOf(t, nil, young, old)
	if got := matchesOf(servers["app.test"]); !slices.Equal(got, []string{`"/" > ns-old-80`}) {
		t.Errorf("got %q", got)
	}
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (dropSnippetDirectives).
func TestSnippetAnnotationsAreDroppedUnlessAllowed(t *testing.T) {
	subject := ingress("a", "app.test", pathOf(below, "/", "app"))
	subject.Annotations[prefixed+"configuration-snippet"] = "# mine"
	snippet := func(data map[string]string) string {
		return serversOf(t, data, subject)["app.test"].Locations[0].Snippet
	}
	equal(t, snippet(nil), "")
	equal(t, snippet(map[string]string{"allow-snippet-annotations": "true"}), "# mine")
}

// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (createServers).
func TestTheFirstServerSnippetOfAHostCounts(t *testing.T) {
	first, second := ingress("a", "app.test", pathOf(below, "/a", "a")), ingress("b", "app.test", pathOf(below, "/b", "b"))
	first.Annotations[prefixed+"server-snippet"], second.Annotations[prefixed+"server-snippet"] = "# first", "# second"
	servers := serversOf(t, map[string]string{"allow-snippet-annotations": "true"}, second, first)
	equal(t, servers["app.test"].Snippet, "# first")
}

func TestADefaultBackendServesTheRestOfItsHosts(t *testing.T) {
	all := ingress("all", "", pathOf(below, "/x", "x"))
	all.Spec.Rules = nil
	all.Spec.DefaultBackend = &networking.IngressBackend{Service: &networking.IngressServiceBackend{Name: "rest", Port: networking.ServiceBackendPort{Name: "web"}}}
	if got := matchesOf(serversOf(t, nil, all)[catchAll]); !slices.Equal(got, []string{`"/" > ns-rest-web`}) {
		t.Errorf("got %q", got)
	}
}

// Source: kubernetes/ingress-nginx internal/ingress/annotations/authreq (Parse).
func TestAnAuthURLThatIsNoURLDeniesItsLocations(t *testing.T) {
	for value, want := range map[string]bool{"http://auth.ns.svc/check": false, "auth.ns.svc/check": true, "http://": true, "http://a..b/": true, "": false} {
		if got := serversOf(t, nil, annotated("auth-url", value))["app.test"].Locations[0].Denied; got != want {
			t.Errorf("%q: denied %v", value, got)
		}
	}
	subject := annotated("auth-url", "auth.ns.svc")
	subject.Name, subject.Spec.Rules[0].Host = "denied", "denied.test"
	content, err := renderWith(t, quiet(), subject)
	must(t, err)
	inOrder(t, content, "## start server denied.test", "return 503;", "## end server denied.test")
}
