{{/*
Where the agent runs: `native` (a sidecar that starts before nginx and ends after it), `classic` (a container like
others), or else the mode: `service`, `external`, `none`.
*/}}
{{- define "sigsci-ingress.agent.place" -}}
{{- eq .Values.agent.mode "sidecar" | ternary (ternary "native" "classic" .Values.agent.sidecar.native) .Values.agent.mode }}
{{- end }}
