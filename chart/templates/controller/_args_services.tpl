{{/*
Services that the controller's arguments name. Input of each define: the root context.
*/}}

{{/*
The Service whose address goes into the status of Ingress objects, as namespace/name: the external one before the
internal one; nothing when there is none.
*/}}
{{- define "sigsci-ingress.args.publishService" -}}
{{- $controller := .Values.controller }}
{{- if $controller.publishService.enabled }}
{{- if $controller.publishService.pathOverride }}
{{- $controller.publishService.pathOverride }}
{{- else }}
{{- $services := list }}
{{- range list "external" "internal" }}
{{- $service := dict "context" $ "which" . }}
{{- if include "sigsci-ingress.service.exists" $service }}
{{- $services = append $services (printf "$(POD_NAMESPACE)/%s" (include "sigsci-ingress.service.name" $service)) }}
{{- end }}
{{- end }}
{{- first $services | default "" }}
{{- end }}
{{- end }}
{{- end }}

{{/*
The Service of the chart's own default backend, as namespace/name; nothing when there is none.
*/}}
{{- define "sigsci-ingress.args.defaultBackendService" -}}
{{- if .Values.defaultBackend.enabled }}
{{- printf "$(POD_NAMESPACE)/%s" (include "sigsci-ingress.names.defaultBackend" .) }}
{{- end }}
{{- end }}
