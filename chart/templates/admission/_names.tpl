{{/*
Names and places of the admission webhook, equal to ingress-nginx's. Input of each define: the root context.
*/}}

{{/*
Name of the webhook's configuration and of the Secret with its certificate.
*/}}
{{- define "sigsci-ingress.admission.name" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" .Values.controller.admissionWebhooks.name) }}
{{- end }}

{{/*
Name of the Service by which the API server reaches the controllers.
*/}}
{{- define "sigsci-ingress.admission.serviceName" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" (printf "%s-admission" .Values.controller.name)) }}
{{- end }}

{{/*
Names that the certificate is for: the API server asks for the last. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.admission.hosts" -}}
{{- $service := include "sigsci-ingress.admission.serviceName" . }}
{{- $namespace := include "sigsci-ingress.names.namespace" . }}
- {{ $service | toYaml }}
- {{ printf "%s.%s" $service $namespace | toYaml }}
- {{ printf "%s.%s.svc" $service $namespace | toYaml }}
{{- end }}

{{/*
Where the certificate comes from: `existingSecret`, `certManager` or `made` by the chart.
*/}}
{{- define "sigsci-ingress.admission.source" -}}
{{- $webhooks := .Values.controller.admissionWebhooks }}
{{- if ($webhooks.existingSecret).name }}existingSecret{{ else if ($webhooks.certManager).enabled }}certManager{{ else }}made{{ end }}
{{- end }}

{{/*
Labels of one of the webhook's objects.
*/}}
{{- define "sigsci-ingress.admission.labels" -}}
{{- $extra := list .Values.controller.labels .Values.controller.admissionWebhooks.labels }}
{{- include "sigsci-ingress.labels.object" (dict "context" . "component" "admission-webhook" "extra" $extra) }}
{{- end }}

{{/*
Volume with the certificate, as the files cert and key. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.admission.volume" -}}
{{- $source := include "sigsci-ingress.admission.source" . }}
{{- $given := .Values.controller.admissionWebhooks.existingSecret -}}
name: webhook-cert
secret:
  secretName: {{ eq $source "existingSecret" | ternary $given.name (include "sigsci-ingress.admission.name" .) | toYaml }}
  {{- if ne $source "made" }}
  {{- $keys := eq $source "existingSecret" | ternary (list $given.certificateKey $given.privateKeyKey) (list "tls.crt" "tls.key") }}
  items:
    - key: {{ first $keys | toYaml }}
      path: cert
    - key: {{ last $keys | toYaml }}
      path: key
  {{- end }}
{{- end }}
