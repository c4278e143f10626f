{{/*
Fields of one of the two Services besides ports and selector. Some the API server accepts with certain types only: there
they are left out. Input: dict "context" $ "which" "external" or "internal". Returns a YAML map.
*/}}
{{- define "sigsci-ingress.service.settings" -}}
{{- $service := include "sigsci-ingress.service.values" . | fromJson }}
{{- $fields := list "clusterIP" "clusterIPs" "externalIPs" "sessionAffinity" "ipFamilyPolicy" "ipFamilies" }}
{{- if semverCompare ">=1.31.0-0" .context.Capabilities.KubeVersion.Version }}
{{- $fields = append $fields "trafficDistribution" }}
{{- end }}
{{- if or (ne $service.type "ClusterIP") $service.externalIPs }}
{{- $fields = append $fields "externalTrafficPolicy" }}
{{- end }}
{{- if eq $service.type "LoadBalancer" }}
{{- $fields = concat $fields (list "loadBalancerIP" "loadBalancerSourceRanges" "loadBalancerClass" "healthCheckNodePort") }}
{{- end }}
type: {{ $service.type | toYaml }}
{{- range $field := $fields }}
{{- with index $service $field }}
{{ $field }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- if and (eq $service.type "LoadBalancer") (hasKey $service "allocateLoadBalancerNodePorts") }}
allocateLoadBalancerNodePorts: {{ $service.allocateLoadBalancerNodePorts | toYaml }}
{{- end }}
{{- end }}
