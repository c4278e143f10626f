{{/*
What the library chart's defines need to know of the agent (see sigsci-agent.v1.container), from agent.*.
With mode `service` it listens on TCP; wherever nginx can outlive it, it pauses before it stops.
Returns a JSON map.
*/}}
{{- define "sigsci-ingress.agent.input" -}}
{{- $agent := .Values.agent }}
{{- $native := eq (include "sigsci-ingress.agent.place" .) "native" }}
{{- $input := pick $agent "config" "startup" "startupProbe" "tmpVolume" "resources" "securityContext" "livenessProbe" "lifecycle" }}
{{- if .Values.agent.metrics.enabled }}
{{- $input = set $input "config" (merge (deepCopy ($agent.config | default dict)) (dict "statsd-address" (include "sigsci-ingress.agentMetrics.address" .))) }}
{{- end }}
{{- $input = set $input "image" (include "sigsci-ingress.image.agent" .) }}
{{- $input = set $input "imagePullPolicy" $agent.image.pullPolicy }}
{{- $input = set $input "kubeVersion" .Capabilities.KubeVersion.Version }}
{{- $input = set $input "native" $native }}
{{- $input = set $input "stopDelaySeconds" (ternary 0 30 $native) }}
{{- $input = set $input "keys" (set (deepCopy $agent.credentials.keys) "secret" (include "sigsci-ingress.names.agentSecret" .)) }}
{{- $input = set $input "rpcAddress" (ternary (printf "0.0.0.0:%v" $agent.service.port) "" (eq $agent.mode "service")) }}
{{- $input = set $input "extraEnvs" (concat (include "sigsci-ingress.agent.egressEnv" . | fromYamlArray) (include "sigsci-ingress.text.yaml" (dict "context" . "value" ($agent.extraEnvs | default list)) | fromYamlArray)) }}
{{- $mounts := include "sigsci-ingress.text.yaml" (dict "context" . "value" $agent.extraVolumeMounts) | fromYamlArray }}
{{- $input = set $input "extraVolumeMounts" (concat (include "sigsci-ingress.agent.caMount" . | fromYamlArray) $mounts) }}
{{- toJson $input }}
{{- end }}

{{/*
The agent's address as nginx sees it, of IPv6 in brackets. Returns a JSON map with `socket`, or with `host` and `port`.
*/}}
{{- define "sigsci-ingress.agent.address" -}}
{{- $agent := .Values.agent }}
{{- if eq $agent.mode "external" }}
{{- $host := $agent.external.host }}
{{- toJson (dict "host" (contains ":" $host | ternary (printf "[%s]" (trimAll "[]" $host)) $host) "port" $agent.external.port) }}
{{- else if eq $agent.mode "service" }}
{{- $host := printf "%s.%s.svc" (include "sigsci-ingress.names.agent" .) (include "sigsci-ingress.names.namespace" .) }}
{{- toJson (dict "host" $host "port" $agent.service.port) }}
{{- else }}
{{- $own := include "sigsci-agent.v1.address" (include "sigsci-ingress.agent.input" . | fromJson) | fromYaml }}
{{- if has $own.host (list "" "0.0.0.0" "[::]" "*") }}
{{- $own = set $own "host" "127.0.0.1" }}
{{- end }}
{{- toJson $own }}
{{- end }}
{{- end }}

{{/*
The agent that is a container like others, and what counts for it. Input: dict "context" $ "input" the agent.
Returns a YAML list.
*/}}
{{- define "sigsci-ingress.agent.containers" -}}
- {{ include "sigsci-agent.v1.container" .input | nindent 2 | trim }}
{{- if .context.Values.agent.metrics.enabled }}
- {{ include "sigsci-ingress.agentMetrics.container" .context | trim | nindent 2 | trim }}
{{- end }}
{{- end }}
