{{/*
The default backend's container. Input: the root context. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.defaultBackend.container" -}}
{{- $backend := .Values.defaultBackend }}
name: {{ include "sigsci-ingress.names.name" . | trunc 47 | trimSuffix "-" }}-default-backend
image: {{ include "sigsci-ingress.image.defaultBackend" . | quote }}
{{- with $backend.image.pullPolicy }}
imagePullPolicy: {{ . | toYaml }}
{{- end }}
{{- with $backend.extraArgs }}
args:
  {{- range $name, $value := . }}
  {{- $text := include "sigsci-ingress.text.filled" (dict "context" $ "value" ($value | kindIs "invalid" | ternary "" $value)) }}
  - {{ empty $text | ternary (printf "--%s" $name) (printf "--%s=%s" $name $text) | toYaml }}
  {{- end }}
{{- end }}
ports:
  - name: http
    containerPort: {{ $backend.port | toYaml }}
    protocol: TCP
{{- range $field := list "livenessProbe" "readinessProbe" }}
{{- with index $backend $field }}
{{ $field }}:
  httpGet:
    path: /healthz
    port: {{ $backend.port | toYaml }}
    scheme: HTTP
  {{- include "sigsci-ingress.text.fields" (pick . "initialDelaySeconds" "periodSeconds" "timeoutSeconds" "successThreshold" "failureThreshold") | trim | nindent 2 }}
{{- end }}
{{- end }}
{{- with $backend.resources }}
resources: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext: {{- include "sigsci-ingress.defaultBackend.securityContext" . | trim | nindent 2 }}
{{- range $field, $value := dict "env" $backend.extraEnvs "volumeMounts" $backend.extraVolumeMounts }}
{{- with $value }}
{{ $field }}: {{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Security context of that container. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.defaultBackend.securityContext" -}}
{{- if .Values.defaultBackend.containerSecurityContext }}
{{- toYaml .Values.defaultBackend.containerSecurityContext }}
{{- else }}
{{- with include "sigsci-ingress.image.securityContext" .Values.defaultBackend.image | fromJson }}
{{- toYaml . | nindent 0 }}
{{- end }}
capabilities:
  drop: [ALL]
{{- end }}
{{- end }}
