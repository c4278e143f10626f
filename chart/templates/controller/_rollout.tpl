{{/*
Whether the controller takes ports of its node, so that two of its pods cannot share one: "true" or "".
*/}}
{{- define "sigsci-ingress.rollout.takesNodePorts" -}}
{{- if or .Values.controller.hostNetwork .Values.controller.hostPort.enabled }}true{{ end }}
{{- end }}

{{/*
Update strategy: the user's, else no pod goes before its successor is ready. A DaemonSet that takes ports of its nodes
does it the other way round, because its new pod finds them taken. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.rollout.strategy" -}}
{{- if .Values.controller.updateStrategy }}
{{- toYaml .Values.controller.updateStrategy }}
{{- else }}
type: RollingUpdate
rollingUpdate:
  {{- if and (eq .Values.controller.kind "DaemonSet") (include "sigsci-ingress.rollout.takesNodePorts" .) }}
  maxSurge: 0
  maxUnavailable: 1
  {{- else }}
  maxSurge: 1
  maxUnavailable: 0
  {{- end }}
{{- end }}
{{- end }}

{{/*
The limit of the controller's disruption budget. Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-ingress.rollout.budget" -}}
{{- include "sigsci-ingress.rollout.limit" .Values.controller }}
{{- end }}

{{/*
The one limit of a disruption budget: maxUnavailable where it is set, else minAvailable; zero counts as set.
Input: a map that may have both. Returns a YAML map, or nothing when both are taken away.
*/}}
{{- define "sigsci-ingress.rollout.limit" -}}
{{- if not (kindIs "invalid" .maxUnavailable) }}
maxUnavailable: {{ .maxUnavailable | toYaml }}
{{- else if not (kindIs "invalid" .minAvailable) }}
minAvailable: {{ .minAvailable | toYaml }}
{{- end }}
{{- end }}
