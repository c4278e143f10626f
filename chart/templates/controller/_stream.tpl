{{/*
TCP and UDP services: ports that nginx forwards as they are, outside of its http block and so unseen by the WAF.
*/}}

{{/*
Services of one protocol by port. Input: dict "context" $ "protocol" "tcp" or "udp". Returns a YAML map of strings.
*/}}
{{- define "sigsci-ingress.stream.services" -}}
{{- include "sigsci-ingress.text.strings" (dict "context" .context "value" (index .context.Values .protocol)) }}
{{- end }}

{{/*
Name of the ConfigMap with those services, equal to ingress-nginx's. Input: as above.
*/}}
{{- define "sigsci-ingress.stream.name" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" .context "suffix" .protocol) }}
{{- end }}

{{/*
The ConfigMap with those services, or nothing where there are none. Input: as above. Returns the object.
*/}}
{{- define "sigsci-ingress.stream.configMap" -}}
{{- $services := include "sigsci-ingress.stream.services" . }}
{{- if fromYaml $services -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "sigsci-ingress.stream.name" . | toYaml }}
  namespace: {{ include "sigsci-ingress.scope.visible" .context | toYaml }}
  labels:
    {{- include "sigsci-ingress.labels.controller" .context | nindent 4 }}
  {{- with include "sigsci-ingress.annotations.object" (dict "context" $.context "own" (index .context.Values.controller .protocol).annotations) }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
data:
  {{- $services | nindent 2 }}
{{- end }}
{{- end }}

{{/*
Ports of all those services. Input: the root context. Returns a JSON list of maps: protocol (tcp or udp), number, name.
*/}}
{{- define "sigsci-ingress.stream.ports" -}}
{{- $ports := list }}
{{- range $protocol := list "tcp" "udp" }}
{{- range $number, $service := include "sigsci-ingress.stream.services" (dict "context" $ "protocol" $protocol) | fromYaml }}
{{- $name := compact (list $.Values.portNamePrefix $number $protocol) | join "-" }}
{{- $ports = append $ports (dict "protocol" $protocol "number" (int $number) "name" $name) }}
{{- end }}
{{- end }}
{{- toJson $ports }}
{{- end }}
