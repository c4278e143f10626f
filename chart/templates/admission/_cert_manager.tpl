{{/*
What cert-manager needs to make the webhook's certificate: an authority of the release's own, unless the user names an
issuer. Names and defaults are ingress-nginx's. Input of each define: the root context.
*/}}

{{/*
Whether the release has these objects: "true" or "".
*/}}
{{- define "sigsci-ingress.certManager.used" -}}
{{- if and .Values.controller.admissionWebhooks.enabled (eq (include "sigsci-ingress.admission.source" .) "certManager") }}true{{ end }}
{{- end }}

{{/*
The issuer that the user names, in either place: ingress-nginx documents one and reads the other. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.certManager.issuerRef" -}}
{{- $certManager := .Values.controller.admissionWebhooks.certManager }}
{{- ($certManager.admissionCert).issuerRef | default $certManager.issuerRef | default dict | toYaml }}
{{- end }}

{{/*
Whether the release needs an authority of its own: "true" or "".
*/}}
{{- define "sigsci-ingress.certManager.ownAuthority" -}}
{{- if and (include "sigsci-ingress.certManager.used" .) (empty (include "sigsci-ingress.certManager.issuerRef" . | fromYaml)) }}true{{ end }}
{{- end }}

{{/*
Metadata of one of these objects. Input: dict "context" $ "suffix" text. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.certManager.metadata" -}}
name: {{ include "sigsci-ingress.names.suffixed" . | toYaml }}
namespace: {{ include "sigsci-ingress.names.namespace" .context | toYaml }}
labels:
  {{- include "sigsci-ingress.admission.labels" .context | nindent 2 }}
{{- with include "sigsci-ingress.annotations.object" (dict "context" .context) }}
annotations:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}
