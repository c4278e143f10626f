{{/*
Whether the release has an external Service, which needs a port: "true" or "".
*/}}
{{- define "sigsci-ingress.service.exists" -}}
{{- with .Values.controller.service }}
{{- if and .enabled .external.enabled (or .enableHttp .enableHttps) }}true{{ end }}
{{- end }}
{{- end }}

{{/*
Fields of the external Service besides ports and selector. Some the API server accepts with certain types only: there
they are left out. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.service.settings" -}}
{{- $service := .Values.controller.service }}
{{- $fields := list "clusterIP" "clusterIPs" "externalIPs" "sessionAffinity" "ipFamilyPolicy" "ipFamilies" }}
{{- if semverCompare ">=1.31.0-0" .Capabilities.KubeVersion.Version }}
{{- $fields = append $fields "trafficDistribution" }}
{{- end }}
{{- if ne $service.type "ClusterIP" }}
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

{{/*
Ports of the external Service. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.service.ports" -}}
{{- $service := .Values.controller.service }}
{{- range $name, $wanted := dict "http" $service.enableHttp "https" $service.enableHttps }}
{{- if $wanted }}
- name: {{ $name }}
  port: {{ index $service.ports $name | toYaml }}
  targetPort: {{ index $service.targetPorts $name | toYaml }}
  protocol: TCP
  {{- if $service.appProtocol }}
  appProtocol: {{ $name }}
  {{- end }}
  {{- $nodePort := index $service.nodePorts $name }}
  {{- if and $nodePort (ne $service.type "ClusterIP") }}
  nodePort: {{ $nodePort | toYaml }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}
