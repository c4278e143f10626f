{{/*
The library chart's input: the values, and what a template alone knows. Returns a YAML map.
*/}}
{{- define "example-application.agent" -}}
{{- toYaml (set (deepCopy .Values.agent) "kubeVersion" .Capabilities.KubeVersion.Version) }}
{{- end }}

{{/*
Labels that select the pods.
*/}}
{{- define "example-application.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
