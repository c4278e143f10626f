{{/*
The pod template of the agent with mode `service`, for Deployment and DaemonSet. Input: the root context.
Returns a YAML map.
*/}}
{{- define "sigsci-ingress.agent.podTemplate" -}}
{{- $service := .Values.agent.service }}
{{- $input := include "sigsci-ingress.agent.input" . | fromJson }}
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
    {{- include "sigsci-ingress.agent.containers" (dict "context" . "input" $input) | trim | nindent 4 }}
  volumes:
    - {{ include "sigsci-agent.v1.volume" $input | nindent 6 | trim }}
    {{- with include "sigsci-ingress.agent.furtherVolumes" . | fromJsonArray }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- range $field := list "affinity" "nodeSelector" "tolerations" }}
  {{- with index $service $field }}
  {{ $field }}: {{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 4 }}
  {{- end }}
  {{- end }}
  {{- with include "sigsci-ingress.agent.spread" . }}
  topologySpreadConstraints: {{- . | trim | nindent 4 }}
  {{- end }}
{{- end }}

{{/*
Topology spread of the agent pods: the user's, else those of a Deployment spread over nodes and zones where that can be,
the pods of each revision for themselves. Returns a YAML list, or nothing.
*/}}
{{- define "sigsci-ingress.agent.spread" -}}
{{- $service := .Values.agent.service }}
{{- if $service.topologySpreadConstraints }}
{{- include "sigsci-ingress.text.yaml" (dict "context" . "value" $service.topologySpreadConstraints) }}
{{- else if eq $service.kind "Deployment" }}
{{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
- topologyKey: {{ . }}
  maxSkew: 1
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "sigsci-ingress.labels.selector" (dict "context" $ "component" "agent") | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end }}
{{- end }}

{{/*
The CA bundle's volume and those of controller.extraVolumes that the agent mounts, for pods of its own. Returns a JSON list.
*/}}
{{- define "sigsci-ingress.agent.furtherVolumes" -}}
{{- $mounted := dict }}
{{- range (include "sigsci-ingress.agent.input" . | fromJson).extraVolumeMounts }}
{{- $mounted = set $mounted .name true }}
{{- end }}
{{- $volumes := include "sigsci-ingress.agent.caVolume" . | fromYamlArray }}
{{- range include "sigsci-ingress.text.yaml" (dict "context" . "value" (.Values.controller.extraVolumes | default list)) | fromYamlArray }}
{{- if hasKey $mounted .name }}
{{- $volumes = append $volumes . }}
{{- end }}
{{- end }}
{{- toJson $volumes }}
{{- end }}

{{/*
TCP port that the agent listens on: of its rpc-address, which follows agent.service.port unless the user sets it.
*/}}
{{- define "sigsci-ingress.agent.listenPort" -}}
{{- $address := include "sigsci-agent.v1.address" (include "sigsci-ingress.agent.input" . | fromJson) | fromYaml }}
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
