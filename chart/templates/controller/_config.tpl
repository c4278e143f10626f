{{/*
Keys of the controller's ConfigMap: the user's, then the ones that other values stand for. The two snippets begin with
the include of the wiring; the user's text follows. Returns a YAML map of strings.
*/}}
{{- define "sigsci-ingress.config.data" -}}
{{- $controller := .Values.controller }}
{{- $data := mergeOverwrite (deepCopy $controller.configUnchecked) (deepCopy $controller.config) }}
{{- if $controller.allowSnippetAnnotations }}
{{- $data = set $data "allow-snippet-annotations" "true" }}
{{- end }}
{{- $namespace := include "sigsci-ingress.names.namespace" . }}
{{- if $controller.addHeaders }}
{{- $data = set $data "add-headers" (printf "%s/%s" $namespace (include "sigsci-ingress.config.addHeaders" .)) }}
{{- end }}
{{- if $controller.proxySetHeaders }}
{{- $data = set $data "proxy-set-headers" (printf "%s/%s" $namespace (include "sigsci-ingress.config.proxySetHeaders" .)) }}
{{- end }}
{{- if .Values.dhParam }}
{{- $data = set $data "ssl-dh-param" (printf "%s/%s" $namespace (include "sigsci-ingress.names.controller" .)) }}
{{- end }}
{{- range list "main" "http" }}
{{- $key := printf "%s-snippet" . }}
{{- $data = set $data $key (printf "%s\n%s" (include "sigsci-ingress.wiring.include" .) (index $data $key | default "")) }}
{{- end }}
{{- include "sigsci-ingress.text.strings" (dict "context" . "value" $data) }}
{{- end }}

{{/*
Name of the ConfigMap with headers for responses.
*/}}
{{- define "sigsci-ingress.config.addHeaders" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "custom-add-headers") }}
{{- end }}

{{/*
Name of the ConfigMap with headers for backends.
*/}}
{{- define "sigsci-ingress.config.proxySetHeaders" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "custom-proxy-headers") }}
{{- end }}
