{{/*
The chart's own alerts, as Prometheus reads them: chart/files/alerts.yaml with the places of this release filled in.
RELEASE: labels of the controller's metrics; CONTROLLERS, AGENTS: labels of their pods in kube-state-metrics; COUNTED:
labels of what the agents count; PER: what an agent has in common with its nginx. Without an agent, or without its
metrics, those about it are left out. Input: the root context. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.alerts.all" -}}
{{- $namespace := include "sigsci-ingress.names.namespace" . }}
{{- $controllers := printf "namespace=%q,pod=~%q" $namespace (printf "%s-.*" (include "sigsci-ingress.names.controller" .)) }}
{{- $agentPods := eq .Values.agent.mode "service" | ternary (include "sigsci-ingress.names.agent" .) (include "sigsci-ingress.names.controller" .) }}
{{- $agents := printf "namespace=%q,pod=~%q,container=\"sigsci-agent\"" $namespace (printf "%s-.*" $agentPods) }}
{{- $text := .Files.Get "files/alerts.yaml" | replace "RELEASE" (include "sigsci-ingress.metrics.selector" .) | replace "CONTROLLERS" $controllers | replace "AGENTS" $agents }}
{{- $text = $text | replace "COUNTED" (printf "namespace=%q,pod=~%q" $namespace (printf "%s-.*" $agentPods)) | replace "(PER)" (eq .Values.agent.mode "service" | ternary "()" "(pod)") }}
{{- $withAgent := has .Values.agent.mode (list "sidecar" "service") }}
{{- $native := eq (include "sigsci-ingress.agent.place" .) "native" }}
{{- $alerts := list }}
{{- range $text | fromYamlArray }}
{{- $counted := or (ne .alert "SigsciAgentSeesNothing") $.Values.agent.metrics.enabled }}
{{- if and $counted (or $withAgent (not (hasPrefix "SigsciAgent" .alert))) }}
{{- $expression := $native | ternary .expr (.expr | replace "kube_pod_init_container_" "kube_pod_container_") }}
{{- $alerts = append $alerts (set . "expr" $expression) }}
{{- end }}
{{- end }}
{{- toYaml $alerts }}
{{- end }}
