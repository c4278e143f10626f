{{/*
Annotations of an object: its own over commonAnnotations, each key once, null left out. Pod templates take no part in
commonAnnotations: a note about a release, such as its owner or its commit, must not restart pods.
Input: dict "context" $ and optionally "own" map. Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-ingress.annotations.object" -}}
{{- $annotations := dict }}
{{- range list .context.Values.commonAnnotations .own }}
{{- range $name, $value := . }}
{{- if not (kindIs "invalid" $value) }}
{{- $annotations = set $annotations $name $value }}
{{- end }}
{{- end }}
{{- end }}
{{- with $annotations }}
{{- include "sigsci-ingress.text.strings" (dict "context" $.context "value" .) }}
{{- end }}
{{- end }}
