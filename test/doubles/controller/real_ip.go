package main

import "strings"

// RealIPHeader says where nginx finds the client's address: in the PROXY protocol, in a header, or (nothing) in the
// connection. With the PROXY protocol and forwarded headers it is a header made of both.
// Source: kubernetes/ingress-nginx rootfs/etc/nginx/template/nginx.tmpl; the last case from the description of
// forwarded-for-proxy-protocol-header, its details assumed.
func (m Model) RealIPHeader() string {
	switch {
	case m.IntermediateHeader() != "":
		return m.IntermediateHeader()
	case m.Settings.On("use-proxy-protocol"):
		return "proxy_protocol"
	case m.Settings.On("use-forwarded-headers"), m.Settings.On("enable-real-ip"):
		return m.Settings.Text("forwarded-for-header")
	}
	return ""
}

// IntermediateHeader holds X-Forwarded-For and the address of the PROXY protocol, when both are believed.
func (m Model) IntermediateHeader() string {
	if m.Settings.On("use-proxy-protocol") && m.Settings.On("use-forwarded-headers") {
		return m.Settings.Text("forwarded-for-proxy-protocol-header")
	}
	return ""
}

// Claimed is the nginx variable of a request header if forwarded headers are believed, else an empty string.
func (m Model) Claimed(header string) string {
	if m.Settings.On("use-forwarded-headers") {
		return variable(header)
	}
	return "''"
}

// variable is the nginx variable of a request header.
func variable(header string) string {
	return "$http_" + strings.ToLower(strings.ReplaceAll(header, "-", "_"))
}
