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
{{- $namespace := include "sigsci-ingress.scope.visible" . }}
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

{{/*
Mark that changes with the headers: the controller reads their ConfigMaps only when something else changes.
https://github.com/kubernetes/ingress-nginx/issues/5238. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.config.headersChecksum" -}}
{{- $data := list }}
{{- range list .Values.controller.addHeaders .Values.controller.proxySetHeaders }}
{{- $data = append $data (include "sigsci-ingress.text.strings" (dict "context" $ "value" .)) }}
{{- end }}
{{- if ne (join "" $data) "{}{}" }}
checksum/headers: {{ toJson $data | sha256sum | trunc 16 | quote }}
{{- end }}
{{- end }}

{{/*
Where a setting of nginx stands: a value in the checked map wins. Input: dict "context" $ "key" name of the setting. Returns its path among the values.
*/}}
{{- define "sigsci-ingress.config.path" -}}
{{- $map := empty (index .context.Values.controller.config .key) | ternary "configUnchecked" "config" }}
{{- printf "controller.%s.%s" $map .key }}
{{- end }}
