{{/*
Refusals about the agent: how it is reached, configured and started. See _validate.tpl.
*/}}

{{/* Two sources of one variable: server-side apply refuses it, and the last would win unseen. */}}
{{- define "sigsci-ingress.validate.agent-env-unique" -}}
{{- $places := dict "SIGSCI_ACCESSKEYID" "agent.credentials" "SIGSCI_SECRETACCESSKEY" "agent.credentials" }}
{{- range $name, $value := .Values.agent.config }}
{{- if not (kindIs "invalid" $value) }}
{{- $variable := include "sigsci-agent.v1.envName" $name }}
{{- if hasKey $places $variable }}
agent.config.{{ $name }} sets {{ $variable }}, which {{ index $places $variable }} sets too; keep one of the two
{{- end }}
{{- $places = set $places $variable (printf "agent.config.%s" $name) }}
{{- end }}
{{- end }}
{{- range $option := list "rpc-address" "shared-cache-dir" (ternary "" "startup-probe-listener" (eq .Values.agent.startup "none")) | compact }}
{{- $variable := include "sigsci-agent.v1.envName" $option }}
{{- $places = set $places $variable (index $places $variable | default (printf "the chart (agent.config.%s changes it)" $option)) }}
{{- end }}
{{- range include "sigsci-ingress.agent.egressEnv" . | fromYamlArray }}
{{- $places = set $places .name (index (dict "HTTPS_PROXY" "agent.egress.proxy" "NO_PROXY" "agent.egress.noProxy" "SSL_CERT_DIR" "agent.egress.caBundle") .name) }}
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
{{- if not (kindIs "invalid" $value) }}
{{- $places = set $places (printf "agent.config.%s" $name) (include "sigsci-agent.v1.envName" $name) }}
{{- end }}
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

{{/* nginx reaches the socket through the volume that both containers mount, and no socket of another pod at all. */}}
{{- define "sigsci-ingress.validate.agent-socket-in-volume" -}}
{{- $agent := .Values.agent }}
{{- $socket := (include "sigsci-agent.v1.address" (include "sigsci-ingress.agent.input" . | fromJson) | fromYaml).socket }}
{{- if and $socket (eq $agent.mode "service") }}
agent.config.rpc-address is the socket {{ $socket }}, which no other pod reaches; remove it, agent.service.port decides the address
{{- else if and (eq $agent.mode "service") (regexMatch "^(127\\.|localhost(:|$)|\\[::1\\])" (index $agent.config "rpc-address" | default "" | toString)) }}
agent.config.rpc-address is {{ index $agent.config "rpc-address" }}, where the agent answers its own pod alone; remove it, agent.service.port decides the address
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

{{/* No peer chooses pods of the node's network: nginx would not reach the agents, and pass everything. */}}
{{- define "sigsci-ingress.validate.agent-policy-admits-controller" -}}
{{- $policy := .Values.agent.service.networkPolicy | default dict }}
{{- if and (eq .Values.agent.mode "service") $policy.enabled .Values.controller.hostNetwork (not ($policy.ingress).from) }}
agent.service.networkPolicy.enabled is true beside controller.hostNetwork, whose pods no policy can choose, so that nginx would pass everything uninspected; name the nodes' addresses in agent.service.networkPolicy.ingress.from, or set it to false
{{- end }}
{{- end }}

{{/* The kubelet cannot check a user by name, and only the image's own user may run the agent's program. */}}
{{- define "sigsci-ingress.validate.agent-user-numbered" -}}
{{- $mode := .Values.agent.mode }}
{{- $own := .Values.agent.securityContext | default dict }}
{{- $path := ternary "controller.podSecurityContext" "agent.service.podSecurityContext" (eq $mode "sidecar") }}
{{- $pod := ternary .Values.controller.podSecurityContext .Values.agent.service.podSecurityContext (eq $mode "sidecar") | default dict }}
{{- if and (has $mode (list "sidecar" "service")) (kindIs "invalid" $own.runAsUser) }}
{{- if not (kindIs "invalid" $pod.runAsUser) }}
{{ $path }}.runAsUser is {{ include "sigsci-ingress.text.plain" $pod.runAsUser }} for the agent too, whose program only its image's own user may run; set agent.securityContext.runAsUser to that user's number
{{- else if dig "runAsNonRoot" (dig "runAsNonRoot" false $pod) $own }}
{{ hasKey $own "runAsNonRoot" | ternary "agent.securityContext" $path }}.runAsNonRoot is true, which the kubelet cannot check for the agent, whose image names its user; set agent.securityContext.runAsUser to that user's number
{{- end }}
{{- end }}
{{- end }}
