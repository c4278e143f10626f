{{/*
The pod template of the agent with mode `service`, for Deployment and DaemonSet. Input: the root context.
Returns a YAML map.
*/}}
{{- define "sigsci-ingress.agent.podTemplate" -}}
{{- $service := .Values.agent.service }}
{{- $input := include "sigsci-ingress.agent.input" . | fromYaml }}
{{- $input = set $input "ports" (list (dict "name" "rpc" "containerPort" (include "sigsci-ingress.agent.listenPort" . | int) "protocol" "TCP")) }}
metadata:
  labels:
    {{- include "sigsci-ingress.labels.pod" (dict "context" . "component" "agent" "extra" (list $service.podLabels)) | nindent 4 }}
  {{- with mergeOverwrite (include "sigsci-ingress.text.strings" (dict "context" . "value" $service.podAnnotations) | fromYaml) (include "sigsci-ingress.agent.keysChecksum" . | fromYaml) }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  automountServiceAccountToken: false
  {{- with include "sigsci-ingress.text.fields" (pick $service "terminationGracePeriodSeconds") }}
  {{- . | trim | nindent 2 }}
  {{- end }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $service.podSecurityContext }}
  securityContext: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $service.priorityClassName }}
  priorityClassName: {{ . | toYaml }}
  {{- end }}
  containers:
    - {{ include "sigsci-agent.v1.container" $input | nindent 6 | trim }}
  volumes:
    - {{ include "sigsci-agent.v1.volume" $input | nindent 6 | trim }}
    {{- with include "sigsci-ingress.agent.extraVolumes" . | fromYamlArray }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- range $field := list "affinity" "nodeSelector" "tolerations" "topologySpreadConstraints" }}
  {{- with index $service $field }}
  {{ $field }}: {{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 4 }}
  {{- end }}
  {{- end }}
{{- end }}

{{/*
Those of controller.extraVolumes that the agent mounts, for pods of its own. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.agent.extraVolumes" -}}
{{- $mounted := dict }}
{{- range (include "sigsci-ingress.agent.input" . | fromYaml).extraVolumeMounts }}
{{- $mounted = set $mounted .name true }}
{{- end }}
{{- $volumes := list }}
{{- range include "sigsci-ingress.text.yaml" (dict "context" . "value" (.Values.controller.extraVolumes | default list)) | fromYamlArray }}
{{- if hasKey $mounted .name }}
{{- $volumes = append $volumes . }}
{{- end }}
{{- end }}
{{- toYaml $volumes }}
{{- end }}

{{/*
TCP port that the agent listens on: of its rpc-address, which follows agent.service.port unless the user sets it.
*/}}
{{- define "sigsci-ingress.agent.listenPort" -}}
{{- $address := include "sigsci-agent.v1.address" (include "sigsci-ingress.agent.input" . | fromYaml) | fromYaml }}
{{- $address.port | default .Values.agent.service.port | int }}
{{- end }}

{{/*
Mark that changes with keys which the chart itself keeps, so that new keys bring new pods. Who reads pods reads it: it
is cut short and goes over the release as well, so that it does not tell which releases share keys. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.agent.keysChecksum" -}}
{{- $credentials := .Values.agent.credentials }}
{{- if $credentials.create }}
checksum/agent-keys: {{ list (include "sigsci-ingress.names.namespace" .) .Release.Name $credentials.accessKeyId $credentials.secretAccessKey | toJson | sha256sum | trunc 16 }}
{{- end }}
{{- end }}
