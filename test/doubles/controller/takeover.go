package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	networking "k8s.io/api/networking/v1"
)

// takeOver tells why the controller serves nothing of an Ingress, whatever its class: the same reasons that the webhook
// refuses it for, for those that came while there was none.
// Source: kubernetes/ingress-nginx internal/ingress/controller/store/store.go (the Ingress handlers and syncIngress).
func takeOver(ingress *networking.Ingress, settings Settings, options Options) error {
	if options.DisableCatchAll && ingress.Spec.DefaultBackend != nil {
		return errors.New("it has a default backend, and --disable-catch-all is set")
	}
	if err := inspect(ingress, options); err != nil {
		return err
	}
	if err := checkWords(ingress, settings, options); err != nil {
		return err
	}
	return checkAnnotations(ingress, settings, options)
}

// injected are texts that belong to nginx's configuration and not into an Ingress.
// Source: kubernetes/ingress-nginx internal/ingress/inspector/rules.go.
var injected = regexp.MustCompile(`(?s)\b(alias|root)\s*\S.*;|/etc/(passwd|shadow|group|nginx|ingress-controller)|/var/run/secrets|_by_lua`)

// inspect looks into hosts, paths and the names of Secrets, unless --deep-inspect=false.
func inspect(ingress *networking.Ingress, options Options) error {
	if !options.DeepInspect {
		return nil
	}
	for _, value := range texts(ingress) {
		if injected.MatchString(value) {
			return fmt.Errorf("invalid object: invalid value found: %s", value)
		}
	}
	return nil
}

func texts(ingress *networking.Ingress) []string {
	all := []string{}
	for _, rule := range ingress.Spec.Rules {
		all = append(all, rule.Host)
		for _, p := range rulePaths(rule) {
			all = append(all, p.Path)
		}
	}
	for _, entry := range ingress.Spec.TLS {
		all = append(append(all, entry.SecretName), entry.Hosts...)
	}
	return all
}

// checkWords refuses annotations that hold a word of annotation-value-word-blocklist.
func checkWords(ingress *networking.Ingress, settings Settings, options Options) error {
	for key, value := range ingress.Annotations {
		for _, word := range settings.List("annotation-value-word-blocklist") {
			if strings.HasPrefix(key, options.AnnotationsPrefix+"/") && strings.Contains(value, word) {
				return fmt.Errorf("%s annotation contains invalid word %s", key, word)
			}
		}
	}
	return nil
}
