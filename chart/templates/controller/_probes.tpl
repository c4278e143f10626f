{{/*
Probes of the controller container. Input: the root context. Returns a YAML map by field, without those that are off.
*/}}
{{- define "sigsci-ingress.controller.probes" -}}
{{- range $field := list "livenessProbe" "readinessProbe" "startupProbe" }}
{{- $probe := index $.Values.controller $field }}
{{- if and (eq $field "startupProbe") (kindIs "map" $probe) (empty $probe) }}
{{- $probe = include "sigsci-ingress.controller.startupProbe" $ | fromYaml }}
{{- end }}
{{- with $probe }}
{{ $field }}: {{- include "sigsci-ingress.controller.probe" (dict "context" $ "probe" .) | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Startup probe unless one is given: a controller of many Ingress objects needs more than the liveness probe's minute for
its first configuration (kubernetes/ingress-nginx#7384). Returns a YAML map.
*/}}
{{- define "sigsci-ingress.controller.startupProbe" -}}
httpGet:
  path: {{ .Values.controller.healthCheckPath | quote }}
  port: 10254
  scheme: HTTP
periodSeconds: 5
timeoutSeconds: 5
failureThreshold: 60
{{- end }}

{{/*
A probe of the controller's health check: one that names the usual port follows the listener to where it is.
Input: dict "context" $ "probe" map. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.controller.probe" -}}
{{- $probe := deepCopy .probe }}
{{- $port := include "sigsci-ingress.metrics.listenPort" .context | int }}
{{- if eq (dig "httpGet" "port" 0 $probe | toString) "10254" }}
{{- $_ := set $probe.httpGet "port" $port }}
{{- end }}
{{- toYaml $probe }}
{{- end }}
