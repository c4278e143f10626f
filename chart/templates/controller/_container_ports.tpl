{{/*
Ports of the container, with the node's ports where asked for. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.controller.ports" -}}
{{- include "sigsci-ingress.controller.webPorts" . }}
{{- with .Values.controller.metrics }}
{{- if .enabled }}
- name: {{ .portName | toYaml }}
  containerPort: {{ .port | toYaml }}
  protocol: TCP
{{- end }}
{{- end }}
{{- with .Values.controller.admissionWebhooks }}
{{- if .enabled }}
- name: webhook
  containerPort: {{ .port | toYaml }}
  protocol: TCP
{{- end }}
{{- end }}
{{- range include "sigsci-ingress.stream.ports" . | fromJsonArray }}
- name: {{ .name }}
  containerPort: {{ .number }}
  protocol: {{ upper .protocol }}
  {{- if $.Values.controller.hostPort.enabled }}
  hostPort: {{ .number }}
  {{- end }}
{{- end }}
{{- end }}

{{/*
Those of them for HTTP and HTTPS. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.controller.webPorts" -}}
{{- $controller := .Values.controller }}
{{- range $name := list "http" "https" }}
- name: {{ $name }}
  containerPort: {{ index $controller.containerPort $name | toYaml }}
  protocol: TCP
  {{- if $controller.hostPort.enabled }}
  hostPort: {{ index $controller.hostPort.ports $name | default (index $controller.containerPort $name) | toYaml }}
  {{- end }}
{{- end }}
{{- end }}
