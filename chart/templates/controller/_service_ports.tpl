{{/*
Ports of one of the two Services. Input: dict "context" $ "which" "external" or "internal". Returns a YAML list, or nothing.
*/}}
{{- define "sigsci-ingress.service.ports" -}}
{{- include "sigsci-ingress.service.webPorts" . }}
{{- include "sigsci-ingress.service.streamPorts" . }}
{{- end }}

{{/*
Its ports for HTTP and HTTPS, which both Services offer or none. Input and returned list: as above.
*/}}
{{- define "sigsci-ingress.service.webPorts" -}}
{{- $offered := .context.Values.controller.service }}
{{- $service := include "sigsci-ingress.service.values" . | fromJson }}
{{- range $name, $wanted := dict "http" $offered.enableHttp "https" $offered.enableHttps }}
{{- if $wanted }}
- name: {{ $name }}
  port: {{ index $service.ports $name | toYaml }}
  targetPort: {{ include "sigsci-ingress.service.targetPort" (index $service.targetPorts $name) }}
  protocol: TCP
  {{- if $service.appProtocol }}
  appProtocol: {{ $name }}
  {{- end }}
  {{- with include "sigsci-ingress.service.nodePort" (dict "service" $service "number" (index $service.nodePorts $name)) }}
  nodePort: {{ . }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Its ports for the TCP and UDP services. Input and returned list: as above.
*/}}
{{- define "sigsci-ingress.service.streamPorts" -}}
{{- $service := include "sigsci-ingress.service.values" . | fromJson }}
{{- range include "sigsci-ingress.stream.ports" .context | fromJsonArray }}
- name: {{ .name }}
  port: {{ .number }}
  targetPort: {{ .name }}
  protocol: {{ upper .protocol }}
  {{- $numbers := index $service.nodePorts .protocol | default dict }}
  {{- with include "sigsci-ingress.service.nodePort" (dict "service" $service "number" (index $numbers (toString .number))) }}
  nodePort: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{/*
A target port. Digits in quotes are a number too: as a name the API server would refuse them.
Input: a name or number.
*/}}
{{- define "sigsci-ingress.service.targetPort" -}}
{{- regexMatch "^[0-9]+$" (toString .) | ternary (toString .) (toYaml .) }}
{{- end }}

{{/*
A node port, or nothing: the API server refuses one with the type ClusterIP.
Input: dict "service" its values "number" a number, or nothing.
*/}}
{{- define "sigsci-ingress.service.nodePort" -}}
{{- if and .number (ne .service.type "ClusterIP") }}
{{- int .number }}
{{- end }}
{{- end }}
