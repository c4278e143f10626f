package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	networking "k8s.io/api/networking/v1"
	"k8s.io/klog/v2"
)

// Admit judges an Ingress before it is stored. It does not have nginx judge the configuration that would result: the real
// controller has not done so since 1.11.5 and 1.12.1.
// Source of checks, order and words: kubernetes/ingress-nginx internal/ingress/controller/controller.go (CheckIngress).
func (c *Controller) Admit(ingress *networking.Ingress) error {
	if ingress.DeletionTimestamp != nil {
		return nil
	}
	if err := inspect(ingress, c.options); err != nil {
		return err
	}
	if !c.judges(ingress) {
		klog.Warningf("ignoring ingress %s in %s: it is not ours", ingress.Name, ingress.Namespace)
		return nil
	}
	if c.options.DisableCatchAll && ingress.Spec.DefaultBackend != nil {
		return errors.New("this deployment is trying to create a catch-all ingress while DisableCatchAll flag is set to true. Remove '.spec.defaultBackend' or set DisableCatchAll flag to false")
	}
	settings := c.store.Settings()
	if err := checkPaths(ingress); err != nil && settings.On("strict-validate-path-type") {
		return fmt.Errorf("ingress contains invalid paths: %w", err)
	}
	if err := c.checkKeys(ingress, settings); err != nil {
		return err
	}
	err := checkAnnotations(ingress, settings, c.options)
	if err == nil {
		err = checkOverlap(ingress, c.store.Ingresses())
	}
	c.metrics.checked(ingress, err == nil)
	return err
}

// Warnings are shown to the user whether or not the Ingress is refused.
func (c *Controller) Warnings(ingress *networking.Ingress) []string {
	if err := checkPaths(ingress); err != nil && c.judges(ingress) {
		return strings.Split(err.Error(), "\n")
	}
	return nil
}

func (c *Controller) judges(ingress *networking.Ingress) bool {
	return c.store.hasOurClass(ingress) && (c.options.WatchNamespace == "" || c.options.WatchNamespace == ingress.Namespace)
}

// strictPath is what Exact and Prefix paths may be.
// Source: kubernetes/ingress-nginx internal/ingress/inspector/rules.go.
var strictPath = regexp.MustCompile(`^/[A-Za-z0-9._/-]*$`)

func checkPaths(ingress *networking.Ingress) error {
	var odd []error
	for _, rule := range ingress.Spec.Rules {
		for _, p := range rulePaths(rule) {
			if kind := pathType(p); p.Path != "" && kind != networking.PathTypeImplementationSpecific && !strictPath.MatchString(p.Path) {
				odd = append(odd, fmt.Errorf("path %s cannot be used with pathType %s", p.Path, kind))
			}
		}
	}
	return errors.Join(odd...)
}

// checkKeys refuses annotations by their names, and blocked words.
func (c *Controller) checkKeys(ingress *networking.Ingress, settings Settings) error {
	for key := range ingress.Annotations {
		if c.options.AnnotationsPrefix != annotationsPrefix && strings.HasPrefix(key, annotationsPrefix+"/") {
			return fmt.Errorf("this deployment has a custom annotation prefix defined. Use '%s' instead of '%s'", c.options.AnnotationsPrefix, annotationsPrefix)
		}
		if !settings.On("allow-snippet-annotations") && strings.HasSuffix(key, "-snippet") {
			return fmt.Errorf("%s annotation cannot be used. Snippet directives are disabled by the Ingress administrator", key)
		}
	}
	return checkWords(ingress, settings, c.options)
}

// checkOverlap refuses a host and path that another Ingress has, unless one of both is a canary. As in the real controller
// only the first path with a Service is looked at: once a path is found to be its own, the rest is not compared.
func checkOverlap(ingress *networking.Ingress, all []*networking.Ingress) error {
	host, first := firstPath(ingress)
	if first == nil {
		return nil
	}
	for _, other := range oldestFirst(all) {
		if other.Namespace == ingress.Namespace && other.Name == ingress.Name || !claims(other, host, *first) {
			continue
		}
		_, canary := ingress.Annotations[annotationsPrefix+"/canary"]
		if _, otherCanary := other.Annotations[annotationsPrefix+"/canary"]; canary || otherCanary {
			return nil
		}
		return fmt.Errorf(`host "%s" and path "%s" is already defined in ingress %s/%s`, host, orRoot(first.Path), other.Namespace, other.Name)
	}
	return nil
}

func firstPath(ingress *networking.Ingress) (host string, first *networking.HTTPIngressPath) {
	for _, rule := range ingress.Spec.Rules {
		for _, p := range rulePaths(rule) {
			if p.Backend.Service != nil {
				return hostOf(rule), &p
			}
		}
	}
	return "", nil
}

func claims(other *networking.Ingress, host string, wanted networking.HTTPIngressPath) bool {
	return slices.ContainsFunc(other.Spec.Rules, func(rule networking.IngressRule) bool {
		return hostOf(rule) == host && slices.ContainsFunc(rulePaths(rule), func(p networking.HTTPIngressPath) bool {
			return p.Backend.Service != nil && orRoot(p.Path) == orRoot(wanted.Path) && isExact(p) == isExact(wanted)
		})
	})
}

func isExact(p networking.HTTPIngressPath) bool { return pathType(p) == networking.PathTypeExact }
