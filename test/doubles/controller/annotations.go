package main

import (
	"strconv"
	"strings"

	networking "k8s.io/api/networking/v1"
	"k8s.io/klog/v2"
)

// Annotations reads the annotations of one Ingress, with the ConfigMap's value where none is given.
type Annotations struct {
	prefix   string
	ingress  *networking.Ingress
	settings Settings
}

// Text returns the annotation, else the setting of the same name.
func (a Annotations) Text(name string) string {
	if value, present := a.own(name); present {
		return value
	}
	return a.settings.Text(name)
}

// On returns a switch; a value that is none counts as not given.
func (a Annotations) On(name string) bool {
	if value, present := a.own(name); present {
		if on, err := strconv.ParseBool(value); err == nil {
			return on
		}
	}
	return a.settings.On(name)
}

// Snippet returns a snippet annotation. It is dropped unless snippets are allowed and risk Critical is accepted.
// Source: kubernetes/ingress-nginx docs/user-guide/nginx-configuration/annotations-risk.md.
func (a Annotations) Snippet(name string) string {
	value, present := a.own(name)
	if !present {
		return ""
	}
	if !a.settings.On("allow-snippet-annotations") || a.settings.Text("annotations-risk-level") != "Critical" {
		klog.Warningf("annotation %s of Ingress %s/%s is ignored: snippets are not allowed", name, a.ingress.Namespace, a.ingress.Name)
		return ""
	}
	return value
}

func (a Annotations) own(name string) (string, bool) {
	value, present := a.ingress.Annotations[a.prefix+"/"+name]
	return strings.TrimSpace(value), present
}
