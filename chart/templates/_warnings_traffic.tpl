{{/*
Warnings about traffic that no WAF sees, one a line: the module belongs to nginx's http block. With mode `none` there is
a warning about all of it.
*/}}
{{- define "sigsci-ingress.warnings.traffic" -}}
{{- $given := .Values.controller.extraArgs | default dict }}
{{- range $protocol := list "tcp" "udp" }}
{{- $argument := printf "%s-services-configmap" $protocol }}
{{- if include "sigsci-ingress.stream.services" (dict "context" $ "protocol" $protocol) | fromYaml }}
{{ $protocol }} has services: nginx forwards their traffic as it is, and no WAF sees it.
{{- else if index $given $argument }}
controller.extraArgs.{{ $argument }} names services: nginx forwards their traffic as it is, and no WAF sees it.
{{- end }}
{{- end }}
{{- if include "sigsci-ingress.warnings.passthrough" . }}
controller.extraArgs.enable-ssl-passthrough is on: requests for Ingress objects with ssl-passthrough stay encrypted, and no WAF sees them.
{{- if not (include "sigsci-ingress.warnings.addressKept" .) }}
controller.extraArgs.enable-ssl-passthrough is on: nginx gets every TLS connection from the controller beside it, so that the WAF takes 127.0.0.1 for the client of all of them. README.md of the chart, "Client addresses", says how to keep their own.
{{- end }}
{{- end }}
{{- range $map := list "config" "configUnchecked" }}
{{- if (index $.Values.controller $map | default dict) | dig "stream-snippet" "" }}
controller.{{ $map }}.stream-snippet configures nginx outside of http: no WAF sees what it serves.
{{- end }}
{{- end }}
{{- end }}

{{/*
Whether SSL passthrough is on: "true" or "". A flag without a value is on, too.
*/}}
{{- define "sigsci-ingress.warnings.passthrough" -}}
{{- $given := .Values.controller.extraArgs | default dict }}
{{- if and (hasKey $given "enable-ssl-passthrough") (not (has (index $given "enable-ssl-passthrough" | toString | lower) (list "false" "f" "0"))) -}}
true
{{- end }}
{{- end }}

{{/*
Whether nginx reads the client's address in the line that the controller puts before a connection which it hands on, and
believes it: "true" or "". https://github.com/kubernetes/ingress-nginx/issues/14030
*/}}
{{- define "sigsci-ingress.warnings.addressKept" -}}
{{- $settings := include "sigsci-ingress.config.data" . | fromYaml }}
{{- $named := and (eq (index $settings "enable-real-ip" | default "") "true") (eq (index $settings "forwarded-for-header" | default "") "proxy_protocol") }}
{{- $read := or $named (eq (index $settings "use-proxy-protocol" | default "") "true") }}
{{- if and $read (regexMatch "(^|,)\\s*(127\\.|0\\.0\\.0\\.0/0)" (index $settings "proxy-real-ip-cidr" | default "")) -}}
true
{{- end }}
{{- end }}
