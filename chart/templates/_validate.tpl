{{/*
Refusals of values that cannot work together. Each define is named after its rule, takes the root context and returns
what is wrong and what to do, or nothing. The linter has a rule of the same name for each; both are held to the files in
test/fixtures/refusals/<rule>/.
*/}}

{{/* Two sources of one variable: server-side apply refuses it, and the last would win unseen. */}}
{{- define "sigsci-ingress.validate.agent-env-unique" -}}
{{- $places := dict "SIGSCI_ACCESSKEYID" "agent.credentials" "SIGSCI_SECRETACCESSKEY" "agent.credentials" }}
{{- range $name, $value := .Values.agent.config }}
{{- $variable := include "sigsci-agent.v1.envName" $name }}
{{- if hasKey $places $variable }}
agent.config.{{ $name }} sets {{ $variable }}, which {{ index $places $variable }} sets too; keep one of the two
{{- end }}
{{- $places = set $places $variable (printf "agent.config.%s" $name) }}
{{- end }}
{{- range $option := list "rpc-address" "shared-cache-dir" (ternary "" "startup-probe-listener" (eq .Values.agent.startup "none")) | compact }}
{{- $variable := include "sigsci-agent.v1.envName" $option }}
{{- $places = set $places $variable (index $places $variable | default (printf "the chart (agent.config.%s changes it)" $option)) }}
{{- end }}
{{- range $index, $entry := .Values.agent.extraEnvs }}
{{- if hasKey $places $entry.name }}
agent.extraEnvs[{{ $index }}] sets {{ $entry.name }}, which {{ index $places $entry.name }} sets too; keep one of the two
{{- end }}
{{- $places = set $places $entry.name (printf "agent.extraEnvs[%d]" $index) }}
{{- end }}
{{- end }}

{{/* A reverse-proxy listener switches the agent's RPC listener off; nginx would then pass everything. */}}
{{- define "sigsci-ingress.validate.agent-rpc-only" -}}
{{- $places := dict }}
{{- range $name, $value := .Values.agent.config }}
{{- $places = set $places (printf "agent.config.%s" $name) (include "sigsci-agent.v1.envName" $name) }}
{{- end }}
{{- range $index, $entry := .Values.agent.extraEnvs }}
{{- $places = set $places (printf "agent.extraEnvs[%d]" $index) $entry.name }}
{{- end }}
{{- range $place, $variable := $places }}
{{- if regexMatch "^SIGSCI_REV(ERSE_)?PROXY" $variable }}
{{ $place }} makes the agent a reverse proxy, and then it no longer answers nginx; remove it
{{- end }}
{{- end }}
{{- end }}

{{/* Helm would write the keys into a Secret that is not the chart's. */}}
{{- define "sigsci-ingress.validate.agent-credentials-single-source" -}}
{{- with .Values.agent.credentials }}
{{- if and .create .existingSecret }}
agent.credentials.create is true beside agent.credentials.existingSecret {{ .existingSecret | quote }}; keep one of the two
{{- end }}
{{- end }}
{{- end }}

{{/* The agent does not start without both keys. */}}
{{- define "sigsci-ingress.validate.agent-credentials-complete" -}}
{{- $credentials := .Values.agent.credentials }}
{{- range $name := list "accessKeyId" "secretAccessKey" }}
{{- if and $credentials.create (not (index $credentials $name)) }}
agent.credentials.{{ $name }} is empty although agent.credentials.create is true; set it, or create the Secret yourself
{{- end }}
{{- end }}
{{- end }}

{{/* A digest beats the tag: a carried-over one names an image that the WAF's repository does not hold. */}}
{{- define "sigsci-ingress.validate.no-upstream-digest" -}}
{{- $known := .Files.Get "files/upstream-digests.txt" }}
{{- range $part := list "controller" "agent" }}
{{- $image := (index $.Values $part).image }}
{{- $name := include "sigsci-ingress.image.name" (dict "context" $ "image" $image) }}
{{- if and $image.digest (contains (toString $image.digest) $known) (not (regexMatch "ingress-nginx/[^/]+$" $name)) }}
{{ $part }}.image.digest is one of ingress-nginx's own, which {{ $name }} does not hold; remove it
{{- end }}
{{- end }}
{{- end }}

{{/* registry.k8s.io, carried over from ingress-nginx, holds none of the vendor's images. */}}
{{- define "sigsci-ingress.validate.no-upstream-registry" -}}
{{- range $part := list "controller" "agent" }}
{{- $image := (index $.Values $part).image }}
{{- $name := include "sigsci-ingress.image.name" (dict "context" $ "image" $image) }}
{{- if hasPrefix "registry.k8s.io/signalsciences/" $name }}
{{ first (compact (list (empty $image.repository | ternary "" (printf "%s.image.repository" $part)) (empty $image.registry | ternary "" (printf "%s.image.registry" $part)) "global.image.registry")) }} makes the image {{ $name }}, which is not there; remove it, or name the registry that holds it
{{- end }}
{{- end }}
{{- end }}

{{/* nginx reaches the socket through the volume that both containers mount, and no socket of another pod at all. */}}
{{- define "sigsci-ingress.validate.agent-socket-in-volume" -}}
{{- $agent := .Values.agent }}
{{- $socket := (include "sigsci-agent.v1.address" (include "sigsci-ingress.agent.input" . | fromYaml) | fromYaml).socket }}
{{- if and $socket (eq $agent.mode "service") }}
agent.config.rpc-address is the socket {{ $socket }}, which no other pod reaches; remove it, agent.service.port decides the address
{{- else if and $socket (eq $agent.mode "sidecar") (not (hasPrefix (printf "%s/" (trimSuffix "/" $agent.tmpVolume.mountPath)) $socket)) }}
agent.config.rpc-address is the socket {{ $socket }}, outside of agent.tmpVolume.mountPath {{ $agent.tmpVolume.mountPath }} that nginx shares; put it inside, or move the volume
{{- end }}
{{- end }}

{{/* Without an address nginx would have nobody to ask. */}}
{{- define "sigsci-ingress.validate.agent-external-address" -}}
{{- if and (eq .Values.agent.mode "external") (not .Values.agent.external.host) }}
agent.external.host is empty although agent.mode is external; set the agent's host name or address
{{- end }}
{{- end }}

{{/* The new pod of a node finds the ports taken by the old one, which must stay until the new one is ready. */}}
{{- define "sigsci-ingress.validate.rollout-can-schedule" -}}
{{- $unavailable := ((.Values.controller.updateStrategy).rollingUpdate).maxUnavailable }}
{{- if and (eq .Values.controller.kind "DaemonSet") (include "sigsci-ingress.rollout.takesNodePorts" .) (has (toString $unavailable) (list "0" "0%")) }}
controller.updateStrategy.rollingUpdate.maxUnavailable is {{ $unavailable }} for a DaemonSet that takes ports of its nodes, so no new pod ever starts; set it to 1 or more, and maxSurge to 0
{{- end }}
{{- end }}

{{/* In the ConfigMap the wiring would change under running pods. Comments are not looked at. */}}
{{- define "sigsci-ingress.validate.no-waf-wiring-in-snippet" -}}
{{- range $map := list "config" "configUnchecked" }}
{{- range $key := list "main-snippet" "http-snippet" }}
{{- $text := regexReplaceAll "#[^\\n]*" (index $.Values.controller $map $key | default "" | toString) "" }}
{{- if regexMatch "load_module\\s+[^;]*(sigsci|fastly)" $text }}
controller.{{ $map }}.{{ $key }} loads the WAF module, which the chart does itself; remove the line and use module.path
{{- end }}
{{- if regexMatch "sigsci_agent_(host|port)" $text }}
controller.{{ $map }}.{{ $key }} sets the agent's address, which the chart does itself; remove the line and use agent.*
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The address follows from agent.*; a second one would contradict it. */}}
{{- define "sigsci-ingress.validate.module-directive-owned" -}}
{{- if ne .Values.agent.mode "none" }}
{{- range $name := list "sigsci_agent_host" "sigsci_agent_port" }}
{{- if hasKey $.Values.module.directives $name }}
module.directives.{{ $name }} is written by the chart from agent.*; remove it (module.text changes only its spelling)
{{- end }}
{{- end }}
{{- end }}
{{- end }}
