{{/*
The pod template of the default backend. Input: the root context. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.defaultBackend.podTemplate" -}}
{{- $backend := .Values.defaultBackend }}
metadata:
  labels:
    {{- include "sigsci-ingress.labels.pod" (dict "context" . "component" "default-backend" "extra" (list $backend.labels $backend.podLabels)) | nindent 4 }}
  {{- with include "sigsci-ingress.text.strings" (dict "context" . "value" $backend.podAnnotations) | fromYaml }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "sigsci-ingress.names.defaultBackendServiceAccount" . | toYaml }}
  automountServiceAccountToken: {{ $backend.serviceAccount.automountServiceAccountToken | default false }}
  terminationGracePeriodSeconds: 60
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $backend.podSecurityContext }}
  securityContext: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- range $field := list "priorityClassName" "runtimeClassName" }}
  {{- with index $backend $field }}
  {{ $field }}: {{ . | toYaml }}
  {{- end }}
  {{- end }}
  containers:
    - {{ include "sigsci-ingress.defaultBackend.container" . | trim | nindent 6 | trim }}
  {{- with $backend.extraVolumes }}
  volumes: {{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 4 }}
  {{- end }}
  {{- range $field := list "affinity" "nodeSelector" "tolerations" "topologySpreadConstraints" }}
  {{- with index $backend $field }}
  {{ $field }}: {{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 4 }}
  {{- end }}
  {{- end }}
{{- end }}
