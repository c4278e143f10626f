{{/*
Refusals of values that cannot work together. Each define is named after its rule, takes the root context and returns
what is wrong and what to do, or nothing. The linter has a rule of the same name for each; both are held to the files in
test/fixtures/refusals/<rule>/. Those about the agent, the images and the pod stand in files of their own,
_validate_<subject>.tpl; here are those about the controller.
*/}}

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
{{- range $key, $value := index $.Values.controller $map }}
{{- $text := regexReplaceAll "#[^\\n]*" ($value | default "" | toString) "" }}
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
{{- if not (kindIs "invalid" (index $.Values.module.directives $name)) }}
module.directives.{{ $name }} is written by the chart from agent.*; remove it (module.text changes only its spelling)
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The API server refuses a pod with two containers, volumes or mounts of one name, such as the vendor's own sidecar. */}}
{{- define "sigsci-ingress.validate.pod-names-unique" -}}
{{- range include "sigsci-ingress.taken.inPod" . | fromYamlArray }}
{{- include "sigsci-ingress.taken.repeated" (dict "context" $ "names" .) }}
{{- end }}
{{- end }}

{{/* A second source of what grants and wiring follow: with another ConfigMap the pods are ready without the WAF. */}}
{{- define "sigsci-ingress.validate.controller-args-owned" -}}
{{- $owned := dict
  "configmap" "controller.config"
  "controller-class" "controller.ingressClassResource.controllerValue"
  "election-id" "controller.electionID"
  "ingress-class" "controller.ingressClass"
  "publish-service" "controller.publishService.pathOverride"
  "shutdown-grace-period" "controller.shutdownGracePeriod"
  "watch-namespace" "controller.scope.namespace"
  "watch-namespace-selector" "controller.scope.namespaceSelector" }}
{{- range $protocol := list "tcp" "udp" }}
{{- if include "sigsci-ingress.stream.services" (dict "context" $ "protocol" $protocol) | fromYaml }}
{{- $owned = set $owned (printf "%s-services-configmap" $protocol) $protocol }}
{{- end }}
{{- end }}
{{- range $name, $value := .Values.controller.extraArgs }}
{{- with index $owned $name }}
controller.extraArgs.{{ $name }} is an argument that the chart writes itself; remove it and use {{ . }}
{{- end }}
{{- if and (eq $name "default-backend-service") $.Values.defaultBackend.enabled }}
controller.extraArgs.{{ $name }} names a default backend beside that of defaultBackend.enabled; remove it, or set defaultBackend.enabled to false
{{- end }}
{{- end }}
{{- end }}

{{/* Of two variables with one name the last would win unseen, and server-side apply refuses the pair. */}}
{{- define "sigsci-ingress.validate.controller-env-unique" -}}
{{- $taken := dict "POD_NAME" "the chart" "POD_NAMESPACE" "the chart" }}
{{- range $name, $owner := dict "LD_PRELOAD" "enableMimalloc" "MAXMIND_LICENSE_KEY" "maxmindLicenseKey" }}
{{- if index $.Values.controller $owner }}
{{- $taken = set $taken $name (printf "controller.%s" $owner) }}
{{- end }}
{{- end }}
{{- $names := dict "key" "name" "taken" $taken "values" list "lists" (list "controller.extraEnvs") }}
{{- include "sigsci-ingress.taken.repeated" (dict "context" . "names" $names) }}
{{- end }}

{{/* What the API server refuses: a strategy that the kind does not know, or one that can replace no pod. */}}
{{- define "sigsci-ingress.validate.update-strategy-valid" -}}
{{- $workloads := dict "controller" .Values.controller }}
{{- if eq .Values.agent.mode "service" }}
{{- $workloads = set $workloads "agent.service" .Values.agent.service }}
{{- end }}
{{- if .Values.defaultBackend.enabled }}
{{- $workloads = set $workloads "defaultBackend" (merge (dict "kind" "Deployment") .Values.defaultBackend) }}
{{- end }}
{{- range $path, $workload := $workloads }}
{{- $strategy := $workload.updateStrategy | default dict }}
{{- $type := $strategy.type | default "RollingUpdate" }}
{{- $daemon := eq $workload.kind "DaemonSet" }}
{{- $rolling := $strategy.rollingUpdate | default dict }}
{{- $surge := dig "maxSurge" (ternary "0" "25%" $daemon) $rolling | toString }}
{{- $unavailable := dig "maxUnavailable" (ternary "1" "25%" $daemon) $rolling | toString }}
{{- $zeros := list "0" "0%" }}
{{- if eq $type (ternary "Recreate" "OnDelete" $daemon) }}
{{ $path }}.updateStrategy.type is {{ $type }}, which a {{ $workload.kind }} does not know; set it to RollingUpdate or {{ ternary "OnDelete" "Recreate" $daemon }}
{{- else if and (eq $type "Recreate") (kindIs "map" $strategy.rollingUpdate) }}
{{ $path }}.updateStrategy.rollingUpdate stands beside the type Recreate; remove one of the two
{{- else if and (eq $type "RollingUpdate") (has $surge $zeros) (has $unavailable $zeros) }}
{{ $path }}.updateStrategy.rollingUpdate has maxSurge {{ $surge }} and maxUnavailable {{ $unavailable }}, so no pod can be replaced; set one of them to 1 or more
{{- else if and (eq $type "RollingUpdate") $daemon (not (has $surge $zeros)) (not (has $unavailable $zeros)) }}
{{ $path }}.updateStrategy.rollingUpdate has maxSurge {{ $surge }} and maxUnavailable {{ $unavailable }}, of which a DaemonSet takes one; set the other to 0
{{- end }}
{{- end }}
{{- end }}
