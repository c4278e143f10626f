{{/*
The volume that the agent writes to and that carries its socket. Input: the agent. Returns a YAML map.
*/}}
{{- define "sigsci-agent.v1.volume" -}}
name: {{ .tmpVolume.name | toYaml }}
emptyDir: {{- toYaml (.tmpVolume.emptyDir | default dict) | nindent 2 }}
{{- end }}

{{/*
Mount of that volume, the same in the agent and in what talks to it. Input: the agent. Returns a YAML map.
*/}}
{{- define "sigsci-agent.v1.volumeMount" -}}
name: {{ .tmpVolume.name | toYaml }}
mountPath: {{ .tmpVolume.mountPath | toYaml }}
{{- end }}
