{{/*
A value as text. Whole numbers stay whole: Helm reads 10485760 as a float, and would print it as 1.048576e+07.
Input: a string, number or boolean.
*/}}
{{- define "sigsci-ingress.text.plain" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) }}
{{- int64 . }}
{{- else }}
{{- . }}
{{- end }}
{{- end }}

{{/*
A value as text, with its template expressions filled in. Input: dict "context" $ "value" x.
*/}}
{{- define "sigsci-ingress.text.filled" -}}
{{- $text := include "sigsci-ingress.text.plain" .value }}
{{- if contains "{{" $text }}
{{- tpl $text .context }}
{{- else }}
{{- $text }}
{{- end }}
{{- end }}

{{/*
A list or map as YAML, with its template expressions filled in. Input: dict "context" $ "value" x.
*/}}
{{- define "sigsci-ingress.text.yaml" -}}
{{- include "sigsci-ingress.text.filled" (dict "context" .context "value" (toYaml .value)) }}
{{- end }}

{{/*
A map of annotations, headers or settings as YAML: every value a string, template expressions filled in, null left out.
Input: dict "context" $ "value" map.
*/}}
{{- define "sigsci-ingress.text.strings" -}}
{{- $strings := dict }}
{{- range $key, $value := .value }}
{{- if not (kindIs "invalid" $value) }}
{{- $strings = set $strings $key (include "sigsci-ingress.text.filled" (dict "context" $.context "value" $value)) }}
{{- end }}
{{- end }}
{{- toYaml $strings }}
{{- end }}

{{/*
The entries of a map that are not null, one a line: a field that a values file takes away is left to Kubernetes.
Input: map. Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-ingress.text.fields" -}}
{{- range $name, $value := . }}
{{- if not (kindIs "invalid" $value) }}
{{ $name }}: {{ $value | toYaml }}
{{- end }}
{{- end }}
{{- end }}
