package main

import (
	"net/url"
	"strings"
)

// denied tells whether an auth-url that holds no forbidden sign is no URL either: its locations then answer 503, because
// nobody could be asked.
// Source: kubernetes/ingress-nginx internal/ingress/annotations/authreq (Parse), parser (StringToURL).
func denied(annotations Annotations) bool {
	value, given := annotations.own("auth-url")
	if !given || value == "" {
		return false
	}
	address, err := url.Parse(value)
	return err != nil || address.Scheme == "" || address.Host == "" || strings.Contains(address.Host, "..")
}
