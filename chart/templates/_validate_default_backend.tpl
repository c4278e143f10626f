{{/*
Refusals about the default backend. See _validate.tpl.
*/}}

{{/* Two Services or Deployments of one name: the second would take the first one's place. */}}
{{- define "sigsci-ingress.validate.default-backend-name-free" -}}
{{- $taken := dict .Values.controller.name "controller.name" "test" "the test of the release" }}
{{- if eq .Values.agent.mode "service" }}
{{- $taken = set $taken "agent" "agent.mode" }}
{{- end }}
{{- $owner := index $taken .Values.defaultBackend.name }}
{{- if and .Values.defaultBackend.enabled $owner }}
defaultBackend.name is {{ .Values.defaultBackend.name }}, which {{ $owner }} takes too; take another name
{{- end }}
{{- end }}
