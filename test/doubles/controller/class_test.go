package main

import (
	"testing"

	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Source: kubernetes/ingress-nginx internal/ingress/controller/store (GetIngressClass).
func TestWhichIngressesAreServed(t *testing.T) {
	classes := map[string]*networking.IngressClass{"nginx": class("nginx", "k8s.io/ingress-nginx"),
		"foreign": class("foreign", "example.com/other"), "named": class("named", "example.com/other")}
	find := func(name string) *networking.IngressClass { return classes[name] }
	plain := ClassRules{Controller: "k8s.io/ingress-nginx", Annotation: "nginx"}
	byName := ClassRules{Controller: "k8s.io/ingress-nginx", Annotation: "named", ByName: true}
	for _, row := range []struct {
		what, field, annotation string
		rules                   ClassRules
		served                  bool
	}{
		{"our class", "nginx", "", plain, true},
		{"another controller's class", "foreign", "", plain, false},
		{"a class that does not exist", "missing", "", plain, false},
		{"our annotation", "", "nginx", plain, true},
		{"another annotation", "", "other", plain, false},
		{"the field before the annotation", "foreign", "nginx", plain, false},
		{"no class", "", "", plain, false},
		{"no class, all wanted", "", "", ClassRules{WithoutClass: true}, true},
		{"another controller's class, by name", "named", "", byName, true},
		{"another controller's class of another name", "foreign", "", byName, false},
		{"our class without the right to see classes", "nginx", "", ClassRules{Controller: "k8s.io/ingress-nginx", Annotation: "nginx", Ignore: true}, false},
	} {
		subject := &networking.Ingress{ObjectMeta: meta.ObjectMeta{Annotations: map[string]string{}}}
		if row.field != "" {
			subject.Spec.IngressClassName = &row.field
		}
		if row.annotation != "" {
			subject.Annotations[classAnnotation] = row.annotation
		}
		if got := row.rules.owns(subject, find); got != row.served {
			t.Errorf("%s: served %v", row.what, got)
		}
	}
}
