{{/*
The one pod template of the controller, for Deployment and DaemonSet. Input: the root context. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.controller.podTemplate" -}}
{{- $controller := .Values.controller }}
metadata:
  labels:
    {{- include "sigsci-ingress.labels.pod" (dict "context" . "component" "controller" "extra" (list $controller.labels $controller.podLabels)) | nindent 4 }}
  {{- with include "sigsci-ingress.controller.podAnnotations" . | fromJson }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "sigsci-ingress.names.serviceAccount" . | toYaml }}
  # The API token is mounted into the controller container alone, below.
  automountServiceAccountToken: false
  {{- with include "sigsci-ingress.controller.initContainers" . }}
  initContainers:
    {{- . | trim | nindent 4 }}
  {{- end }}
  containers:
    - {{ include "sigsci-ingress.controller.container" . | trim | nindent 6 | trim }}
    {{- if eq (include "sigsci-ingress.agent.place" .) "classic" }}
    {{- include "sigsci-ingress.agent.containers" (dict "context" . "input" (include "sigsci-ingress.agent.input" . | fromJson)) | trim | nindent 4 }}
    {{- end }}
    {{- with $controller.extraContainers }}
    {{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 4 }}
    {{- end }}
  volumes:
    {{- include "sigsci-ingress.controller.volumes" . | trim | nindent 4 }}
  {{- include "sigsci-ingress.controller.podSettings" . | trim | nindent 2 }}
{{- end }}

{{/*
Init containers: what fills a read-only root's folders, the user's, then the agent as native sidecar, which so starts before nginx and outlives it, or what
waits for the agent elsewhere. Returns a YAML list, or nothing.
*/}}
{{- define "sigsci-ingress.controller.initContainers" -}}
{{- with include "sigsci-ingress.writable.container" . }}
- {{ . | trim | nindent 2 | trim }}
{{- end }}
{{- with .Values.controller.extraInitContainers }}
{{ include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) }}
{{- end }}
{{- if eq (include "sigsci-ingress.agent.place" .) "native" }}
{{- if .Values.agent.metrics.enabled }}
- {{ include "sigsci-ingress.agentMetrics.container" . | trim | nindent 2 | trim }}
{{- end }}
- {{ include "sigsci-agent.v1.container" (include "sigsci-ingress.agent.input" . | fromJson) | nindent 2 | trim }}
{{- end }}
{{- with include "sigsci-ingress.controller.waitForAgent" . }}
- {{ . | trim | nindent 2 | trim }}
{{- end }}
{{- end }}

{{/*
Annotations of the pods: the wiring over the user's, and marks that change with what running pods do not follow: headers,
keys which the chart itself keeps, and a ConfigMap outside of the namespace that is watched. Returns a JSON map.
*/}}
{{- define "sigsci-ingress.controller.podAnnotations" -}}
{{- $annotations := include "sigsci-ingress.text.strings" (dict "context" . "value" .Values.controller.podAnnotations) | fromYaml }}
{{- if eq .Values.agent.mode "sidecar" }}
{{- $annotations = mergeOverwrite $annotations (include "sigsci-ingress.agent.keysChecksum" . | fromYaml) }}
{{- end }}
{{- if include "sigsci-ingress.scope.elsewhere" . }}
{{- $annotations = set $annotations "checksum/config" (include "sigsci-ingress.config.data" . | sha256sum) }}
{{- end }}
{{- $annotations = mergeOverwrite $annotations (include "sigsci-ingress.config.headersChecksum" . | fromYaml) }}
{{- toJson (mergeOverwrite $annotations (include "sigsci-ingress.wiring.annotations" . | fromYaml)) }}
{{- end }}

{{/*
Fields of the pod that are taken over from values as they are, or with one condition. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.controller.podSettings" -}}
{{- $controller := .Values.controller }}
dnsPolicy: {{ $controller.dnsPolicy | default (empty $controller.hostNetwork | ternary "ClusterFirst" "ClusterFirstWithHostNet") | toYaml }}
{{- with include "sigsci-ingress.text.fields" (pick $controller "terminationGracePeriodSeconds") }}
{{- . | trim | nindent 0 }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "sigsci-ingress.controller.podSecurityContext" . | fromJson }}
securityContext: {{- toYaml . | nindent 2 }}
{{- end }}
{{- range $field := list "hostNetwork" "shareProcessNamespace" "hostname" "priorityClassName" "runtimeClassName" }}
{{- with index $controller $field }}
{{ $field }}: {{ . | toYaml }}
{{- end }}
{{- end }}
{{- range $field := list "affinity" "dnsConfig" "hostAliases" "nodeSelector" "tolerations" }}
{{- with index $controller $field }}
{{ $field }}: {{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 2 }}
{{- end }}
{{- end }}
{{- with include "sigsci-ingress.controller.topologySpread" . }}
topologySpreadConstraints: {{- . | trim | nindent 2 }}
{{- end }}
{{- end }}

{{/*
Security context of the pods, with controller.sysctls as the list that Kubernetes wants. Returns a JSON map.
*/}}
{{- define "sigsci-ingress.controller.podSecurityContext" -}}
{{- $context := .Values.controller.podSecurityContext | default dict | deepCopy }}
{{- $sysctls := list }}
{{- range $name, $value := .Values.controller.sysctls }}
{{- $sysctls = append $sysctls (dict "name" $name "value" (include "sigsci-ingress.text.plain" $value)) }}
{{- end }}
{{- if $sysctls }}
{{- $context = set $context "sysctls" $sysctls }}
{{- end }}
{{- toJson $context }}
{{- end }}
