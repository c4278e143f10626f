{{/*
Metrics that the default backend is scaled by. Its pod has one container, so the pod's use is the container's; a target of
0 counts as none. Returns a YAML list, or nothing.
*/}}
{{- define "sigsci-ingress.defaultBackend.metrics" -}}
{{- $scaling := .Values.defaultBackend.autoscaling }}
{{- range list (dict "name" "memory" "target" $scaling.targetMemoryUtilizationPercentage) (dict "name" "cpu" "target" $scaling.targetCPUUtilizationPercentage) }}
{{- if .target }}
- type: Resource
  resource:
    name: {{ .name }}
    target:
      type: Utilization
      averageUtilization: {{ .target | toYaml }}
{{- end }}
{{- end }}
{{- end }}

{{/*
The least number of pods that the default backend runs with.
*/}}
{{- define "sigsci-ingress.defaultBackend.leastReplicas" -}}
{{- with .Values.defaultBackend }}
{{- .autoscaling.enabled | ternary .autoscaling.minReplicas .replicaCount | int }}
{{- end }}
{{- end }}
