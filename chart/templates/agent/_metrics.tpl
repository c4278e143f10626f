{{/*
What the agent counts, as Prometheus reads it. Input of each define: the root context.
*/}}

{{/*
Where the agent sends what it counts, and the exporter listens.
*/}}
{{- define "sigsci-ingress.agentMetrics.address" -}}
{{- printf "127.0.0.1:%v" .Values.agent.metrics.statsdPort }}
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
  - --statsd.listen-udp={{ include "sigsci-ingress.agentMetrics.address" . }}
  - --statsd.listen-tcp=
ports:
  - name: agent-metrics
    containerPort: {{ $metrics.port }}
    protocol: TCP
{{- if eq (include "sigsci-ingress.agent.place" .) "native" }}
restartPolicy: Always
{{- end }}
{{- range $field := list "resources" "securityContext" }}
{{- with index $metrics $field }}
{{ $field }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
