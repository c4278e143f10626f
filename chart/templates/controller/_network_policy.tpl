{{/*
Ports on which the controller pods serve. Returns a JSON map with three lists of ports: `traffic`, `metrics`, `webhook`.
*/}}
{{- define "sigsci-ingress.networkPolicy.ports" -}}
{{- $controller := .Values.controller }}
{{- $traffic := list }}
{{- range list "http" "https" }}
{{- $traffic = append $traffic (dict "protocol" "TCP" "port" (index $controller.containerPort .)) }}
{{- end }}
{{- range $key, $protocol := dict "tcp" "TCP" "udp" "UDP" }}
{{- range $port, $target := index $.Values $key }}
{{- if $target }}
{{- $traffic = append $traffic (dict "protocol" $protocol "port" (int $port)) }}
{{- end }}
{{- end }}
{{- end }}
{{- $ports := dict "traffic" $traffic "metrics" list "webhook" list }}
{{- range $kind, $key := dict "metrics" "metrics" "webhook" "admissionWebhooks" }}
{{- $part := index $controller $key }}
{{- if $part.enabled }}
{{- $ports = set $ports $kind (list (dict "protocol" "TCP" "port" $part.port)) }}
{{- end }}
{{- end }}
{{- if and (eq .Values.agent.mode "sidecar") .Values.agent.metrics.enabled }}
{{- $ports = set $ports "metrics" (append $ports.metrics (dict "protocol" "TCP" "port" .Values.agent.metrics.port)) }}
{{- end }}
{{- toJson $ports }}
{{- end }}

{{/*
Who reaches the controller pods: one rule for the ports that are open to everyone, among them always the webhook's,
because the API server has no pod that a peer could choose; one for each kind of port that is not. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.networkPolicy.ingress" -}}
{{- $settings := .Values.controller.networkPolicy.ingress | default dict }}
{{- $ports := include "sigsci-ingress.networkPolicy.ports" . | fromJson }}
{{- $open := list }}
{{- $rules := list }}
{{- range $kind := list "traffic" "metrics" "webhook" }}
{{- $from := index (dict "traffic" $settings.from "metrics" $settings.metricsFrom) $kind }}
{{- if and $from (index $ports $kind) }}
{{- $rules = append $rules (dict "from" $from "ports" (index $ports $kind)) }}
{{- else }}
{{- $open = concat $open (index $ports $kind) }}
{{- end }}
{{- end }}
{{- if $open }}
{{- $rules = prepend $rules (dict "ports" $open) }}
{{- end }}
{{- include "sigsci-ingress.text.yaml" (dict "context" . "value" (concat $rules ($settings.extraRules | default list))) }}
{{- end }}

{{/*
What the controller pods reach: everything, or DNS, the API server, backends on whatever port their Services lead to,
and what the agent needs. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.networkPolicy.egress" -}}
{{- $settings := .Values.controller.networkPolicy.egress | default dict }}
{{- if not $settings.enabled }}
- {}
{{- else }}
{{- $rules := list (include "sigsci-ingress.networkPolicy.dns" . | fromYaml) }}
{{- $api := dict "ports" list }}
{{- range $settings.apiServerPorts | default (list 443 6443) }}
{{- $api = set $api "ports" (append $api.ports (dict "protocol" "TCP" "port" .)) }}
{{- end }}
{{- with $settings.apiServerTo }}
{{- $api = set $api "to" . }}
{{- end }}
{{- $watched := include "sigsci-ingress.scope.namespace" . }}
{{- $namespaces := empty $watched | ternary dict (dict "matchLabels" (dict "kubernetes.io/metadata.name" $watched)) }}
{{- $rules = append $rules $api }}
{{- $rules = append $rules (dict "to" ($settings.backendsTo | default (list (dict "namespaceSelector" $namespaces)))) }}
{{- $rules = concat $rules (include "sigsci-ingress.networkPolicy.agentRules" . | fromYamlArray) }}
{{- include "sigsci-ingress.text.yaml" (dict "context" . "value" (concat $rules ($settings.extraRules | default list))) }}
{{- end }}
{{- end }}

{{/*
Rule for DNS, wherever it is: a cache of the node has no pod that a peer could choose. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.networkPolicy.dns" -}}
ports:
  - protocol: UDP
    port: 53
  - protocol: TCP
    port: 53
{{- end }}

{{/*
What the controller pods must reach for the agent, by where it runs. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.networkPolicy.agentRules" -}}
{{- $mode := .Values.agent.mode }}
{{- if eq $mode "sidecar" }}
- {{ include "sigsci-ingress.agent.cloudRule" . | trim | nindent 2 | trim }}
{{- else if eq $mode "service" }}
- to:
    - podSelector:
        matchLabels:
          {{- include "sigsci-ingress.labels.selector" (dict "context" . "component" "agent") | nindent 10 }}
  ports:
    - protocol: TCP
      port: {{ include "sigsci-ingress.agent.listenPort" . }}
{{- else if eq $mode "external" }}
- ports:
    - protocol: TCP
      port: {{ .Values.agent.external.port | toYaml }}
{{- end }}
{{- end }}
