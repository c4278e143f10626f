{{/*
What the agent counts, as Prometheus reads it. Input of each define: the root context.
*/}}

{{/*
Whether an exporter runs beside the agent. Returns "true" or nothing.
*/}}
{{- define "sigsci-ingress.agentMetrics.wanted" -}}
{{- if and .Values.agent.metrics.enabled (has .Values.agent.mode (list "sidecar" "service")) }}true{{ end }}
{{- end }}

{{/*
Where the agent sends what it counts, an option of it. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.agentMetrics.option" -}}
statsd-address: {{ printf "127.0.0.1:%v" .Values.agent.metrics.statsdPort }}
{{- end }}

{{/*
The exporter's container. It stays when its agent is a native sidecar, and starts before it and stops after it.
Returns a YAML map.
*/}}
{{- define "sigsci-ingress.agentMetrics.container" -}}
{{- $metrics := .Values.agent.metrics }}
name: sigsci-agent-metrics
image: {{ include "sigsci-ingress.image.reference" (dict "context" . "image" $metrics.image) | quote }}
{{- with $metrics.image.pullPolicy }}
imagePullPolicy: {{ . | toYaml }}
{{- end }}
args:
  - --web.listen-address=:{{ $metrics.port }}
  - --statsd.listen-udp=127.0.0.1:{{ $metrics.statsdPort }}
  - --statsd.listen-tcp=
ports:
  - name: agent-metrics
    containerPort: {{ $metrics.port }}
    protocol: TCP
{{- if and (eq .Values.agent.mode "sidecar") .Values.agent.sidecar.native }}
restartPolicy: Always
{{- end }}
{{- range $field := list "resources" "securityContext" }}
{{- with index $metrics $field }}
{{ $field }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
