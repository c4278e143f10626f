{{/*
What works but is unwise, for the notes, or as refusals with validation.warningsAsErrors. Returns a JSON list of texts.
*/}}
{{- define "sigsci-ingress.warnings.all" -}}
{{- $texts := include "sigsci-ingress.warnings.agent" . | trim | splitList "\n" }}
{{- $texts = concat $texts (include "sigsci-ingress.warnings.images" . | trim | splitList "\n") }}
{{- $texts = concat $texts (include "sigsci-ingress.warnings.scaling" . | trim | splitList "\n") }}
{{- if ne .Values.agent.mode "none" }}
{{- $texts = concat $texts (include "sigsci-ingress.warnings.traffic" . | trim | splitList "\n") }}
{{- end }}
{{- if lt (int64 .Values.controller.shutdownGracePeriod) 10 }}
{{- $texts = append $texts (printf "controller.shutdownGracePeriod is %v: nginx may close its ports before nodes and load balancers have left the pod out, and refuse connections in each rollout." (int64 .Values.controller.shutdownGracePeriod)) }}
{{- end }}
{{- if .Values.controller.allowSnippetAnnotations }}
{{- $texts = append $texts "controller.allowSnippetAnnotations is true: who may write an Ingress writes nginx configuration, and can switch the WAF off." }}
{{- end }}
{{- toJson (compact $texts) }}
{{- end }}

{{/*
Warnings about the agent, one a line.
*/}}
{{- define "sigsci-ingress.warnings.agent" -}}
{{- $agent := .Values.agent }}
{{- if eq $agent.mode "none" }}
agent.mode is none: no request is inspected.
{{- else if has $agent.mode (list "service" "external") }}
agent.mode {{ $agent.mode }} is experimental: how the module spells a TCP address is not in any public source (module.text changes it), and nginx goes on without inspection when the agent is away.
{{- else if not (hasKey (include "sigsci-ingress.agent.address" . | fromJson) "socket") }}
agent.config.rpc-address is a TCP address, which is experimental: how the module spells it is not in any public source (module.text changes it).
{{- end }}
{{- if and (eq $agent.mode "service") (not ($agent.service.networkPolicy).enabled) }}
agent.service.networkPolicy.enabled is false: with agent.mode service requests cross the cluster's network in clear, and every pod reaches the agents.
{{- end }}
{{- if eq $agent.startup "none" }}
agent.startup is none: a new pod serves before its agent inspects.
{{- else if eq $agent.startup "started" }}
agent.startup is started: a new pod may serve before its agent has rules, and that the listener opens early is unverified.
{{- end }}
{{- if $agent.credentials.create }}
agent.credentials.create is true: the agent's keys lie in the Helm release and wherever your values lie. For trials only.
{{- else if or $agent.credentials.accessKeyId $agent.credentials.secretAccessKey }}
agent.credentials holds keys that are not used, because create is false; remove them from your values.
{{- end }}
{{- end }}

{{/*
Warnings about images, one a line.
*/}}
{{- define "sigsci-ingress.warnings.images" -}}
{{- $images := dict "controller" .Values.controller.image "agent" .Values.agent.image }}
{{- range $part, $settings := dict "defaultBackend" .Values.defaultBackend "agent.metrics" .Values.agent.metrics }}
{{- if $settings.enabled }}
{{- $images = set $images $part $settings.image }}
{{- end }}
{{- end }}
{{- range $part, $image := $images }}
{{- if and (eq (toString $image.tag) "latest") (not $image.digest) (ne $image.pullPolicy "Always") }}
{{ $part }}.image.tag is latest with pullPolicy {{ $image.pullPolicy }}: which version runs depends on the node. Pin a version, or pull Always.
{{- end }}
{{- end }}
{{- if regexMatch "/sigsci-nginx-ingress-controller$" (include "sigsci-ingress.image.name" (dict "context" . "image" .Values.controller.image)) }}
controller.image is of the line that rests on ingress-nginx itself, archived on 2026-03-24: no fixes come any more. The maintained line is signalsciences/sigsci-nginx-ingress-controller-chainguard.
{{- end }}
{{- end }}

{{/*
Warnings about the number of controller pods, one a line.
*/}}
{{- define "sigsci-ingress.warnings.scaling" -}}
{{- $controller := .Values.controller }}
{{- $pods := include "sigsci-ingress.scaling.minimum" . | int }}
{{- range $key, $limit := include "sigsci-ingress.rollout.budget" . | fromYaml }}
{{- $share := toString $limit | trimSuffix "%" | int }}
{{- $count := hasSuffix "%" (toString $limit) | ternary (divf (mul $share $pods) 100 | ceil | int) $share }}
{{- if and (eq $controller.kind "Deployment") (gt $pods 1) (eq $key "maxUnavailable" | ternary (eq $count 0) (ge $count $pods)) }}
controller.{{ $key }} is {{ $limit }}{{ if eq $key "minAvailable" }}, and there may be no more than {{ $pods }} pods{{ end }}: none may then be evicted, and the drain of a node waits for ever.
{{- end }}
{{- end }}
{{- if eq (include "sigsci-ingress.scaling.autoscaler" .) "autoscaling" }}
{{- $requests := ($controller.resources).requests | default dict }}
{{- $limits := ($controller.resources).limits | default dict }}
{{- range $resource, $key := dict "cpu" "targetCPUUtilizationPercentage" "memory" "targetMemoryUtilizationPercentage" }}
{{- $target := index $controller.autoscaling $key }}
{{- if and $target (not (index $requests $resource | default (index $limits $resource))) }}
controller.autoscaling.{{ $key }} is {{ $target }} percent of a request that controller.resources does not hold: without one the autoscaler changes nothing.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
