{{/*
Refusals about metrics; see _validate.tpl.
*/}}

{{/* The controller offers its metrics on the listener of its health check, and on no other port. */}}
{{- define "sigsci-ingress.validate.metrics-port-listens" -}}
{{- $metrics := .Values.controller.metrics }}
{{- $listens := include "sigsci-ingress.metrics.listenPort" . }}
{{- if and $metrics.enabled (ne $listens (toString $metrics.port)) }}
controller.metrics.port is {{ $metrics.port }}, and controller.extraArgs.healthz-port has the metrics on {{ $listens }}; remove healthz-port, which follows controller.metrics.port
{{- end }}
{{- end }}

{{/* In ingress-nginx the ServiceMonitor then stands there and finds nothing. */}}
{{- define "sigsci-ingress.validate.service-monitor-finds-service" -}}
{{- $metrics := .Values.controller.metrics }}
{{- if $metrics.serviceMonitor.enabled }}
{{- if not $metrics.enabled }}
controller.metrics.serviceMonitor.enabled is true, and there are no metrics; set controller.metrics.enabled to true
{{- else if not $metrics.service.enabled }}
controller.metrics.serviceMonitor.enabled is true, and there is no Service that it could find; set controller.metrics.service.enabled to true
{{- end }}
{{- end }}
{{- end }}
