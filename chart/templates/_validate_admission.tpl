{{/*
Refusals about the admission webhook; see _validate.tpl.
*/}}

{{/* Without it the API server trusts nobody, and every write of an Ingress fails. */}}
{{- define "sigsci-ingress.validate.webhook-authority-given" -}}
{{- $webhooks := .Values.controller.admissionWebhooks }}
{{- if and $webhooks.enabled ($webhooks.existingSecret).name (not $webhooks.existingSecret.caBundle) }}
controller.admissionWebhooks.existingSecret.name is {{ $webhooks.existingSecret.name }}, and nothing says whom the API server trusts; set controller.admissionWebhooks.existingSecret.caBundle to the certificate (PEM) of its authority
{{- end }}
{{- end }}

{{/* Which of the two counts nobody could tell. */}}
{{- define "sigsci-ingress.validate.webhook-certificate-single-source" -}}
{{- $webhooks := .Values.controller.admissionWebhooks }}
{{- if and $webhooks.enabled ($webhooks.existingSecret).name ($webhooks.certManager).enabled }}
controller.admissionWebhooks.existingSecret.name is {{ $webhooks.existingSecret.name }} beside controller.admissionWebhooks.certManager.enabled, and there is one certificate; keep one of the two
{{- end }}
{{- end }}
