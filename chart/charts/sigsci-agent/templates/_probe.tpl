{{/*
Startup probe of the agent: `rules` waits until the agent has its rules (it answers 503 before), `started` until its
probe listener accepts a connection, `none` gives no probe. It asks where the option startup-probe-listener says.
Input: the agent. Returns a YAML map, or nothing.
https://www.fastly.com/documentation/guides/next-gen-waf/setup-and-configuration/module-agent-deployment
*/}}
{{- define "sigsci-agent.v1.startupProbe" -}}
{{- if ne .startup "none" }}
{{- $listener := index (include "sigsci-agent.v1.options" . | fromJson) "startup-probe-listener" }}
{{- $port := (include "sigsci-agent.v1.addressParts" $listener | fromYaml).port }}
{{- if eq .startup "started" }}
tcpSocket:
  port: {{ $port | toYaml }}
{{- else }}
httpGet:
  path: /startup
  port: {{ $port | toYaml }}
{{- end }}
{{- range $name, $value := omit .startupProbe "port" }}
{{ $name }}: {{ $value | toYaml }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Lifecycle hooks: the ones given, else a pause of `stopDelaySeconds` before the stop, so that requests on their way still
find the agent. preStop.sleep is off by default before Kubernetes 1.30. Input: the agent. Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-agent.v1.lifecycle" -}}
{{- if .lifecycle }}
{{- toYaml .lifecycle }}
{{- else if .stopDelaySeconds }}
preStop:
{{- if semverCompare ">=1.30.0-0" .kubeVersion }}
  sleep:
    seconds: {{ .stopDelaySeconds | toYaml }}
{{- else }}
  exec:
    command: [sleep, {{ .stopDelaySeconds | quote }}]
{{- end }}
{{- end }}
{{- end }}
