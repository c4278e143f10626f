{{/*
Where the webhook's certificate comes from, in one sentence; nothing without a webhook. Input: the root context.
*/}}
{{- define "sigsci-ingress.notes.webhook" -}}
{{- if .Values.controller.admissionWebhooks.enabled }}
{{- $source := include "sigsci-ingress.admission.source" . }}
{{- $name := include "sigsci-ingress.admission.name" . }}
{{- if eq $source "certManager" }}
{{- $name }}, its certificate by cert-manager
{{- else if eq $source "existingSecret" }}
{{- $name }}, its certificate from Secret {{ .Values.controller.admissionWebhooks.existingSecret.name }}
{{- else if include "sigsci-ingress.admission.foundSecret" . | fromYaml }}
{{- $name }}, with the certificate of Secret {{ $name }}
{{- else }}
{{- $name }}, with a certificate made for this install; each render without a cluster to look into (Argo CD) makes another: there set controller.admissionWebhooks.certManager.enabled or existingSecret
{{- end }}
{{- end }}
{{- end }}
