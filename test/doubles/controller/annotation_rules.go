package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	networking "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/klog/v2"
)

// annotationRule is what the controller knows of an annotation: its group, how dangerous it is, and, for those that are
// checked here, what its value may be.
type annotationRule struct {
	group string
	risk  risk
	valid func(value string) bool
}

type risk int

const (
	low risk = iota
	medium
	high
	critical
)

// acceptedRisk reads annotations-risk-level; an unknown word counts as the default, as assumed of the real controller.
func acceptedRisk(settings Settings) risk {
	level := slices.Index([]string{"low", "medium", "high", "critical"}, strings.ToLower(settings.Text("annotations-risk-level")))
	if level < 0 {
		return high
	}
	return risk(level)
}

// checkAnnotations refuses an Ingress for one annotation that is too dangerous or has a value that cannot be.
// Source: kubernetes/ingress-nginx internal/ingress/annotations (Extract, parser/validators.go).
func checkAnnotations(ingress *networking.Ingress, settings Settings, options Options) error {
	for _, key := range slices.Sorted(maps.Keys(ingress.Annotations)) {
		name, ours := strings.CutPrefix(key, options.AnnotationsPrefix+"/")
		rule, known := annotationRules[name]
		if !ours || !known {
			continue
		}
		if rule.risk > acceptedRisk(settings) {
			return fmt.Errorf("annotation group %s contains risky annotation based on ingress configuration", rule.group)
		}
		value := ingress.Annotations[key]
		if options.ValidateAnnotations && value != "" && rule.valid != nil && !rule.valid(value) {
			klog.Warningf("validation error on ingress %s/%s: annotation %s contains invalid value %s", ingress.Namespace, ingress.Name, name, value)
			return fmt.Errorf("annotation %s contains invalid value", key)
		}
	}
	return nil
}

func isSwitch(value string) bool {
	_, err := strconv.ParseBool(value)
	return err == nil
}

func isNumber(value string) bool {
	_, err := strconv.Atoi(value)
	return err == nil
}

func isService(value string) bool { return len(validation.IsDNS1035Label(value)) == 0 }

// matching ignores blanks and refuses line breaks, whatever the expression says.
func matching(expression string) func(string) bool {
	compiled := regexp.MustCompile(expression)
	return func(value string) bool {
		return compiled.MatchString(strings.ReplaceAll(value, " ", "")) && !strings.ContainsAny(value, "\r\n")
	}
}

func oneOf(words ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(words, strings.ToLower(strings.TrimSpace(value))) }
}
