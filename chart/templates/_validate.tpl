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

{{/* The API server refuses a pod with two containers, volumes or mounts of one name, such as the vendor's own sidecar. */}}
{{- define "sigsci-ingress.validate.pod-names-unique" -}}
{{- range include "sigsci-ingress.taken.inPod" . | fromYamlArray }}
{{- include "sigsci-ingress.taken.repeated" (dict "context" $ "names" .) }}
{{- end }}
{{- end }}
