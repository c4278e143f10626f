package main

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"k8s.io/klog/v2"
)

// Settings are the keys of the controller's ConfigMap that this stand-in acts upon, each with a value that fits its kind.
type Settings map[string]string

type kind int

const (
	text kind = iota
	number
	toggle
	list
	decimal
	duration
)

type setting struct {
	key     string
	kind    kind
	initial string
}

// ReadSettings merges the ConfigMap over the defaults. An unknown key is dropped without a word; of a value
// that does not fit its kind the log tells, and the default stays.
// Source: kubernetes/ingress-nginx internal/ingress/controller/template/configmap.go.
func ReadSettings(data map[string]string) Settings {
	settings := Settings{}
	for _, known := range knownSettings {
		settings[known.key] = known.initial
	}
	kinds := kindsOfSettings()
	for _, key := range slices.Sorted(maps.Keys(data)) {
		kind, known := kinds[key]
		if !known {
			continue
		}
		value, err := read(key, kind, data[key])
		if err != nil {
			klog.Warningf("unexpected error merging defaults: %s: %q: %v; the default stays", key, data[key], err)
		} else if _, effective := settings[key]; effective {
			settings[key] = value
		}
	}
	return settings
}

// kindsOfSettings holds every key of the controller, with and without an effect here.
func kindsOfSettings() map[string]kind {
	kinds := map[string]kind{}
	for _, known := range knownSettings {
		kinds[known.key] = known.kind
	}
	for kind, keys := range idleSettings {
		for _, key := range keys {
			kinds[key] = kind
		}
	}
	return kinds
}

// read returns the value in its plain form: numbers may be written as in Go, and empty means zero or false.
func read(key string, kind kind, value string) (string, error) {
	var err error
	switch {
	case key == "http-redirect-code" && !slices.Contains([]string{"301", "302", "307", "308"}, value):
		return "", errors.New("it must be 301, 302, 307 or 308")
	case value == "" && kind == number:
		return "0", nil
	case value == "" && kind == toggle:
		return "false", nil
	case kind == number:
		var whole int64
		whole, err = strconv.ParseInt(value, 0, 64)
		return strconv.FormatInt(whole, 10), err
	case kind == toggle:
		_, err = strconv.ParseBool(value)
	case kind == decimal:
		_, err = strconv.ParseFloat(value, 64)
	case kind == duration:
		_, err = time.ParseDuration(value)
	}
	return value, err
}

// Text returns the value as it was written.
func (s Settings) Text(key string) string { return s[key] }

// On returns the value of a switch.
func (s Settings) On(key string) bool {
	on, _ := strconv.ParseBool(s[key])
	return on
}

// Number returns a whole number.
func (s Settings) Number(key string) int {
	value, _ := strconv.Atoi(s[key])
	return value
}

// List returns the parts between the commas.
func (s Settings) List(key string) []string { return split(s[key]) }

func split(value string) []string {
	parts := []string{}
	for _, part := range strings.Split(value, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
