{{/*
Names that may be given once, and who gives them: for refusals of values that repeat what the chart has written already.
*/}}

{{/*
Kinds of names in the pods. Each has `key`, the field that must be unique; `taken`, name → who has it; `values`, paths of
single names; `lists`, paths of lists whose entries have the key. Returns a YAML list.
https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1
*/}}
{{- define "sigsci-ingress.taken.inPod" -}}
{{- $mode := .Values.agent.mode }}
{{- $ca := and (has $mode (list "sidecar" "service")) (include "sigsci-ingress.agent.caSource" .) }}
{{- $webhook := .Values.controller.admissionWebhooks.enabled }}
{{- $writable := include "sigsci-ingress.writable.folders" . | fromJson }}
{{- $exporter := and (eq $mode "sidecar") .Values.agent.metrics.enabled | ternary (dict "sigsci-agent-metrics" "agent.metrics.enabled") dict }}
{{- $containers := index (dict "sidecar" (dict "sigsci-agent" "agent.mode") "service" (dict "wait-for-agent" "agent.mode")) $mode | default dict }}
- key: name
  taken: {{ merge $containers $exporter (ternary (dict "fill-writable-folders" "the chart") dict (not (empty $writable))) | toJson }}
  values: [controller.containerName]
  lists: [controller.extraInitContainers, controller.extraContainers]
- key: name
  taken: {api-token: the chart{{ if ne $mode "none" }}, sigsci-wiring: the chart{{ end }}{{ if $ca }}, sigsci-ca: the chart{{ end }}{{ if $webhook }}, webhook-cert: the chart{{ end }}{{ range $writable }}, {{ . }}: the chart{{ end }}}
  values: {{ ternary (list "agent.tmpVolume.name") list (eq $mode "sidecar") | toJson }}
  lists: [controller.extraVolumes]
- key: mountPath
  taken: {/var/run/secrets/kubernetes.io/serviceaccount: the chart{{ if ne $mode "none" }}, {{ include "sigsci-ingress.wiring.folder" . }}: the chart{{ end }}{{ if $webhook }}, /usr/local/certificates: the chart{{ end }}}
  values: {{ ternary (list "agent.tmpVolume.mountPath") list (eq $mode "sidecar") | toJson }}
  lists: [controller.extraVolumeMounts]
{{- if has $mode (list "sidecar" "service") }}
- key: mountPath
  taken: {{ if $ca }}{ {{- include "sigsci-ingress.agent.caFolder" . }}: the chart}{{ else }}{}{{ end }}
  values: [agent.tmpVolume.mountPath]
  lists: [agent.extraVolumeMounts]
{{- end }}
{{- if .Values.defaultBackend.enabled }}
{{- range $list, $key := dict "extraEnvs" "name" "extraVolumes" "name" "extraVolumeMounts" "mountPath" }}
- key: {{ $key }}
  taken: {}
  values: []
  lists: [defaultBackend.{{ $list }}]
{{- end }}
{{- end }}
{{- end }}

{{/*
What repeats a name. Input: dict "context" $ "names" one kind of names. Returns a line for each that does.
*/}}
{{- define "sigsci-ingress.taken.repeated" -}}
{{- $found := list }}
{{- range $path := .names.values }}
{{- $found = append $found (dict "path" $path "value" (include "sigsci-ingress.taken.at" (dict "context" $.context "path" $path) | fromJson).value) }}
{{- end }}
{{- range $path := .names.lists }}
{{- $list := (include "sigsci-ingress.taken.at" (dict "context" $.context "path" $path) | fromJson).value | default list }}
{{- range $index, $entry := include "sigsci-ingress.text.yaml" (dict "context" $.context "value" $list) | fromYamlArray }}
{{- $found = append $found (dict "path" (printf "%s[%d].%s" $path $index $.names.key) "value" (index $entry $.names.key | default "")) }}
{{- end }}
{{- end }}
{{- $taken := .names.taken }}
{{- range $found }}
{{- $name := .value | trimSuffix "/" }}
{{- $owner := index $taken $name | default "" }}
{{- if $owner }}
{{ .path }} is {{ .value }}, which {{ $owner }} takes too; {{ hasPrefix "agent." $owner | ternary "the chart runs the agent itself, remove the entry" "keep one of the two, or take another name" }}
{{- end }}
{{- $taken = set $taken $name .path }}
{{- end }}
{{- end }}

{{/*
A value by its path. Input: dict "context" $ "path" text such as agent.tmpVolume.name. Returns JSON with `value`.
*/}}
{{- define "sigsci-ingress.taken.at" -}}
{{- $value := .context.Values }}
{{- range splitList "." .path }}
{{- $value = index $value . }}
{{- end }}
{{- dict "value" $value | toJson }}
{{- end }}
