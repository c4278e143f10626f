{{/*
Refusals about the number of controller pods; see _validate.tpl.
*/}}

{{/* Two autoscalers would undo each other's work. */}}
{{- define "sigsci-ingress.validate.one-autoscaler" -}}
{{- if and .Values.controller.autoscaling.enabled .Values.controller.keda.enabled }}
controller.keda.enabled is true beside controller.autoscaling.enabled, and one Deployment takes one autoscaler; set one of the two to false
{{- end }}
{{- end }}

{{/* What no autoscaler can work with, and API server or KEDA would refuse. */}}
{{- define "sigsci-ingress.validate.autoscaler-valid" -}}
{{- $scalers := dict "controller.autoscaling" .Values.controller.autoscaling "controller.keda" .Values.controller.keda }}
{{- if .Values.defaultBackend.enabled }}
{{- $_ := set $scalers "defaultBackend.autoscaling" .Values.defaultBackend.autoscaling }}
{{- end }}
{{- range $path, $scaler := $scalers }}
{{- if $scaler.enabled }}
{{- if and (hasPrefix "controller." $path) (eq $.Values.controller.kind "DaemonSet") }}
{{ $path }}.enabled is true for a DaemonSet, whose number of pods follows the nodes; set it to false, or controller.kind to Deployment
{{- end }}
{{- if gt (int64 $scaler.minReplicas) (int64 $scaler.maxReplicas) }}
{{ $path }}.minReplicas is {{ int64 $scaler.minReplicas }}, more than maxReplicas, {{ int64 $scaler.maxReplicas }}; raise maxReplicas, or lower minReplicas
{{- end }}
{{- if and (eq $path "controller.keda") (empty $scaler.triggers) }}
controller.keda.triggers has no entry, and KEDA needs something to scale on; add one, or use controller.autoscaling
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The API server refuses a deadline that ends before a pod can count. Kubernetes' own is 600 seconds. */}}
{{- define "sigsci-ingress.validate.progress-deadline-after-ready" -}}
{{- $ready := int64 .Values.controller.minReadySeconds }}
{{- $deadline := .Values.controller.progressDeadlineSeconds | default 600 | int64 }}
{{- if and (eq .Values.controller.kind "Deployment") (ge $ready $deadline) }}
controller.minReadySeconds is {{ $ready }}, and a rollout counts as failed after {{ $deadline }} seconds; set controller.progressDeadlineSeconds to more
{{- end }}
{{- end }}
