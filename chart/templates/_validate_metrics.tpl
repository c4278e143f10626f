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

{{/* An exporter that nothing is sent to shows an agent that sees nothing. */}}
{{- define "sigsci-ingress.validate.agent-metrics-reach-exporter" -}}
{{- $agent := .Values.agent }}
{{- if $agent.metrics.enabled }}
{{- $own := include "sigsci-ingress.agentMetrics.address" . }}
{{- $given := index ($agent.config | default dict) "statsd-address" }}
{{- if has $agent.mode (list "external" "none") }}
agent.metrics.enabled is true, and with agent.mode {{ $agent.mode }} the chart runs no agent that could be counted; set it to false
{{- else if and $given (ne (toString $given) $own) }}
agent.config.statsd-address is {{ $given }}, and the exporter of agent.metrics listens on {{ $own }}; remove it, or set agent.metrics.enabled to false
{{- end }}
{{- end }}
{{- if and $agent.metrics.podMonitor.enabled (not $agent.metrics.enabled) }}
agent.metrics.podMonitor.enabled is true without agent.metrics.enabled, so there is nothing to scrape; set both, or neither
{{- end }}
{{- end }}
