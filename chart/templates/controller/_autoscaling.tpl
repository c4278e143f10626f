{{/*
A metric of one container, so that others in the pod do not count, or nothing when the target is 0.
Input: dict "container" its name "resource" cpu or memory "target" percent of the request. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.autoscaling.containerMetric" -}}
{{- if .target }}
- type: ContainerResource
  containerResource:
    name: {{ .resource }}
    container: {{ .container | toYaml }}
    target:
      type: Utilization
      averageUtilization: {{ .target | toYaml }}
{{- end }}
{{- end }}

{{/*
Metrics of the HorizontalPodAutoscaler. Returns a YAML list, or nothing.
*/}}
{{- define "sigsci-ingress.autoscaling.metrics" -}}
{{- $name := .Values.controller.containerName }}
{{- $targets := .Values.controller.autoscaling }}
{{- include "sigsci-ingress.autoscaling.containerMetric" (dict "container" $name "resource" "memory" "target" $targets.targetMemoryUtilizationPercentage) }}
{{- include "sigsci-ingress.autoscaling.containerMetric" (dict "container" $name "resource" "cpu" "target" $targets.targetCPUUtilizationPercentage) }}
{{- with .Values.controller.autoscalingTemplate }}
{{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 0 }}
{{- end }}
{{- end }}
