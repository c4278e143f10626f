{{/*
Ports of the controller pods and Services that a TCP or UDP service cannot have: on them nginx would fail to listen, the
API server would see a port twice, or, for the controller's own, the service is left out with a line in its log.
Input: dict "context" $ "protocol" "tcp" or "udp". Returns a JSON map: number → who has it.
https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/internal/ingress/controller/controller.go (getStreamServices)
*/}}
{{- define "sigsci-ingress.taken.ports" -}}
{{- $owners := include "sigsci-ingress.taken.controllerPorts" .context | fromJson }}
{{- if eq .protocol "tcp" }}
{{- $owners = merge $owners (include "sigsci-ingress.taken.podPorts" .context | fromJson) (include "sigsci-ingress.taken.servicePorts" .context | fromJson) }}
{{- end }}
{{- toJson $owners }}
{{- end }}

{{/*
Ports that the controller keeps for itself, whatever the protocol. Returns a JSON map as above.
*/}}
{{- define "sigsci-ingress.taken.controllerPorts" -}}
{{- $given := .Values.controller.extraArgs | default dict }}
{{- $owners := dict }}
{{- range $flag, $port := dict
  "default-server-port" 8181
  "healthz-port" (include "sigsci-ingress.metrics.listenPort" .)
  "http-port" 80
  "https-port" 443
  "profiler-port" 10245
  "ssl-passthrough-proxy-port" 442
  "status-port" 10246
  "stream-port" 10247 }}
{{- $owners = set $owners (include "sigsci-ingress.text.plain" (index $given $flag | default $port)) (printf "the controller's %s" $flag) }}
{{- end }}
{{- toJson $owners }}
{{- end }}

{{/*
TCP ports of the pods, and of their nodes. Returns a JSON map as above.
*/}}
{{- define "sigsci-ingress.taken.podPorts" -}}
{{- $owners := dict }}
{{- range include "sigsci-ingress.controller.webPorts" . | fromYamlArray }}
{{- $owners = set $owners (toString .containerPort) (printf "controller.containerPort.%s" .name) }}
{{- if .hostPort }}
{{- $owners = set $owners (toString .hostPort) (printf "controller.hostPort.ports.%s" .name) }}
{{- end }}
{{- end }}
{{- with .Values.controller.admissionWebhooks }}
{{- if .enabled }}
{{- $owners = set $owners (toString .port) "controller.admissionWebhooks.port" }}
{{- end }}
{{- end }}
{{- if eq .Values.agent.mode "sidecar" }}
{{- $options := include "sigsci-agent.v1.options" (include "sigsci-ingress.agent.input" . | fromJson) | fromJson }}
{{- range $option := list "rpc-address" "startup-probe-listener" }}
{{- with index $options $option | default "" | toString | regexFind ":[0-9]+$" }}
{{- $owners = set $owners (trimPrefix ":" .) (printf "the agent's %s" $option) }}
{{- end }}
{{- end }}
{{- if .Values.agent.metrics.enabled }}
{{- $owners = set $owners (toString .Values.agent.metrics.port) "agent.metrics.port" }}
{{- end }}
{{- end }}
{{- toJson $owners }}
{{- end }}

{{/*
Ports of the Services for HTTP and HTTPS. Returns a JSON map as above.
*/}}
{{- define "sigsci-ingress.taken.servicePorts" -}}
{{- $owners := dict }}
{{- range $which := list "internal" "external" }}
{{- $service := dict "context" $ "which" $which }}
{{- if include "sigsci-ingress.service.exists" $service }}
{{- range include "sigsci-ingress.service.webPorts" $service | fromYamlArray }}
{{- $owners = set $owners (toString .port) (printf "the %s Service's port %s" $which .name) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $owners }}
{{- end }}
