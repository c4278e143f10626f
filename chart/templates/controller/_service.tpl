{{/*
The controller's two Services have one definition. Input of each define: dict "context" $ "which" "external" or "internal".
*/}}

{{/*
Whether the release has that Service, which needs a port: "true" or "".
*/}}
{{- define "sigsci-ingress.service.exists" -}}
{{- $service := .context.Values.controller.service }}
{{- $ports := or $service.enableHttp $service.enableHttps (include "sigsci-ingress.stream.ports" .context | fromJsonArray) }}
{{- if and $service.enabled (index $service .which).enabled $ports }}true{{ end }}
{{- end }}

{{/*
Name of that Service.
*/}}
{{- define "sigsci-ingress.service.name" -}}
{{- $name := .context.Values.controller.name }}
{{- include "sigsci-ingress.names.suffixed" (dict "context" .context "suffix" (eq .which "internal" | ternary (printf "%s-internal" $name) $name)) }}
{{- end }}

{{/*
Values of that Service. The internal one has its own, and takes type, ports and target ports that it does not name from
the external one. Returns a JSON map.
*/}}
{{- define "sigsci-ingress.service.values" -}}
{{- $external := .context.Values.controller.service }}
{{- if eq .which "external" }}
{{- toJson $external }}
{{- else }}
{{- $internal := deepCopy $external.internal }}
{{- $internal = set $internal "type" ($internal.type | default $external.type) }}
{{- range $field := list "ports" "targetPorts" }}
{{- $internal = set $internal $field (merge (index $internal $field | default dict) (index $external $field)) }}
{{- end }}
{{- toJson $internal }}
{{- end }}
{{- end }}

{{/*
That Service. Returns the object.
*/}}
{{- define "sigsci-ingress.service.object" -}}
{{- $controller := .context.Values.controller }}
{{- $labels := list $controller.labels $controller.service.labels (index $controller.service .which).labels -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "sigsci-ingress.service.name" . | toYaml }}
  namespace: {{ include "sigsci-ingress.names.namespace" .context | toYaml }}
  labels:
    {{- include "sigsci-ingress.labels.object" (dict "context" .context "component" "controller" "extra" $labels) | nindent 4 }}
  {{- with include "sigsci-ingress.annotations.object" (dict "context" $.context "own" (include "sigsci-ingress.service.values" . | fromJson).annotations) }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  {{- include "sigsci-ingress.service.settings" . | trim | nindent 2 }}
  ports:
    {{- include "sigsci-ingress.service.ports" . | trim | nindent 4 }}
  selector:
    {{- include "sigsci-ingress.labels.selector" (dict "context" .context "component" "controller") | trim | nindent 4 }}
{{- end }}
