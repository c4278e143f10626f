package main

import (
	"strconv"
	"strings"

	networking "k8s.io/api/networking/v1"
)

// annotationsPrefix is the default of --annotations-prefix.
const annotationsPrefix = "nginx.ingress.kubernetes.io"

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

// List returns the parts between the commas.
func (a Annotations) List(name string) []string { return split(a.Text(name)) }

// On returns a switch; a value that is none counts as not given.
func (a Annotations) On(name string) bool {
	if value, present := a.own(name); present {
		if on, err := strconv.ParseBool(value); err == nil {
			return on
		}
	}
	return a.settings.On(name)
}

// Snippet returns a snippet annotation, dropped unless snippets are allowed. That of an Ingress whose risk is not
// accepted never comes this far.
func (a Annotations) Snippet(name string) string {
	value, _ := a.own(name)
	if !a.settings.On("allow-snippet-annotations") {
		return ""
	}
	return value
}

func (a Annotations) own(name string) (string, bool) {
	value, present := a.ingress.Annotations[a.prefix+"/"+name]
	return strings.TrimSpace(value), present
}
