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
{{- if and (hasKey $given "enable-ssl-passthrough") (not (has (index $given "enable-ssl-passthrough" | toString | lower) (list "false" "f" "0"))) }}
controller.extraArgs.enable-ssl-passthrough is on: requests for Ingress objects with ssl-passthrough stay encrypted, and no WAF sees them.
{{- end }}
{{- range $map := list "config" "configUnchecked" }}
{{- if (index $.Values.controller $map | default dict) | dig "stream-snippet" "" }}
controller.{{ $map }}.stream-snippet configures nginx outside of http: no WAF sees what it serves.
{{- end }}
{{- end }}
{{- end }}
