{{/*
The controller's own metrics: they come from the listener of its health check. Input of each define: the root context.
*/}}

{{/*
Port of that listener: `controller.extraArgs.healthz-port`, else the one that metrics are wanted on.
*/}}
{{- define "sigsci-ingress.metrics.listenPort" -}}
{{- $controller := .Values.controller }}
{{- $given := index ($controller.extraArgs | default dict) "healthz-port" }}
{{- include "sigsci-ingress.text.plain" ($given | default (ternary $controller.metrics.port 10254 $controller.metrics.enabled)) }}
{{- end }}

{{/*
Name of the Service of the metrics.
*/}}
{{- define "sigsci-ingress.metrics.serviceName" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" (printf "%s-metrics" .Values.controller.name)) }}
{{- end }}

{{/*
Name of the ConfigMap with the dashboard, and of the file in it.
*/}}
{{- define "sigsci-ingress.metrics.dashboardName" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" (printf "%s-dashboard" .Values.controller.name)) }}
{{- end }}

{{/*
Labels of an object for Prometheus' operator. Input: dict "context" $ "settings" values of that object.
*/}}
{{- define "sigsci-ingress.metrics.labels" -}}
{{- $extra := list .context.Values.controller.labels .settings.additionalLabels }}
{{- include "sigsci-ingress.labels.object" (dict "context" .context "component" "controller" "extra" $extra) }}
{{- end }}

{{/*
What metrics of this release have in common, as a selector's inside: the controller writes both into each of its own.
*/}}
{{- define "sigsci-ingress.metrics.selector" -}}
{{- printf "controller_namespace=%q,controller_class=%q" (include "sigsci-ingress.names.namespace" .) .Values.controller.ingressClassResource.controllerValue }}
{{- end }}

{{/*
Endpoint of a ServiceMonitor or PodMonitor. Input: dict "port" name "settings" values of that object. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.metrics.endpoint" -}}
{{- $endpoint := dict "port" .port }}
{{- range $key, $field := dict "scrapeInterval" "interval" "scrapeTimeout" "scrapeTimeout" "honorLabels" "honorLabels" "relabelings" "relabelings" "metricRelabelings" "metricRelabelings" }}
{{- with index $.settings $key }}
{{- $endpoint = set $endpoint $field . }}
{{- end }}
{{- end }}
{{- toYaml $endpoint }}
{{- end }}
