{{/*
Name of the chart, for labels and as part of the fullname. `nameOverride: ingress-nginx` takes over an ingress-nginx release.
*/}}
{{- define "sigsci-ingress.names.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
Prefix of every object name: the release alone when it already contains the chart's name.
*/}}
{{- define "sigsci-ingress.names.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/*
`<fullname>-<suffix>` in at most 63 characters. Where that is too long, the fullname is cut and marked with
eight digits of its hash, so that two releases which differ only in their last letters keep names of their own:
(63 - 9 - 1 - suffix) + 1 + 8 + 1 + suffix = 63.
Input: dict "context" $ "suffix" "agent".
*/}}
{{- define "sigsci-ingress.names.suffixed" -}}
{{- $fullname := include "sigsci-ingress.names.fullname" .context }}
{{- $whole := printf "%s-%s" $fullname .suffix }}
{{- if le (len $whole) 63 }}
{{- $whole }}
{{- else }}
{{- $room := sub 53 (len .suffix) | int }}
{{- printf "%s-%s-%s" ($fullname | trunc $room | trimSuffix "-") ($fullname | sha256sum | trunc 8) .suffix }}
{{- end }}
{{- end }}

{{/*
Name of the controller's workload, Service, ConfigMap and their like.
*/}}
{{- define "sigsci-ingress.names.controller" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" .Values.controller.name) }}
{{- end }}

{{/*
Name of the agent's workload and Service with mode `service`.
*/}}
{{- define "sigsci-ingress.names.agent" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "agent") }}
{{- end }}

{{/*
Name of the default backend's workload, Service and their like.
*/}}
{{- define "sigsci-ingress.names.defaultBackend" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" .Values.defaultBackend.name) }}
{{- end }}

{{/*
Name of the default backend's ServiceAccount; where none is created, the one that ingress-nginx takes then.
*/}}
{{- define "sigsci-ingress.names.defaultBackendServiceAccount" -}}
{{- $own := include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "backend") }}
{{- .Values.defaultBackend.serviceAccount.name | default (ternary $own "default-backend" .Values.defaultBackend.serviceAccount.create) }}
{{- end }}

{{/*
Name of the Lease that elects a leader.
*/}}
{{- define "sigsci-ingress.names.lease" -}}
{{- .Values.controller.electionID | default (include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "leader")) }}
{{- end }}

{{/*
Name of the controller's ServiceAccount.
*/}}
{{- define "sigsci-ingress.names.serviceAccount" -}}
{{- $fallback := ternary (include "sigsci-ingress.names.fullname" .) "default" .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default $fallback }}
{{- end }}

{{/*
Namespace of every namespaced object.
*/}}
{{- define "sigsci-ingress.names.namespace" -}}
{{- .Values.namespaceOverride | default (include "sigsci-ingress.names.releaseNamespace" .) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
Namespace in which Helm keeps the release. No object lies there by that name: see names.namespace.
*/}}
{{- define "sigsci-ingress.names.releaseNamespace" -}}
{{- .Release.Namespace }}
{{- end }}

{{/*
Name of the Secret with the agent's keys: an existing one, else the site's, else one of the release's own.
*/}}
{{- define "sigsci-ingress.names.agentSecret" -}}
{{- $credentials := .Values.agent.credentials }}
{{- if $credentials.existingSecret }}
{{- $credentials.existingSecret }}
{{- else if .Values.agent.site }}
{{- printf "sigsci.%s" .Values.agent.site }}
{{- else }}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "agent-keys") }}
{{- end }}
{{- end }}
