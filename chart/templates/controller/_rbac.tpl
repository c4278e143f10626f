{{/*
Rules of the Role in each namespace where the controller has one: the release's, the one that it watches, and those of
Services that it reads at its start. Returns a JSON map, namespace → list of rules.
*/}}
{{- define "sigsci-ingress.rbac.roles" -}}
{{- $here := include "sigsci-ingress.names.namespace" . }}
{{- $roles := dict $here (include "sigsci-ingress.rbac.namespaceRules" . | fromYamlArray) }}
{{- with include "sigsci-ingress.scope.namespace" . }}
{{- $roles = set $roles . (concat (index $roles . | default list) (include "sigsci-ingress.rbac.watchedRules" $ | fromYamlArray)) }}
{{- end }}
{{- range $namespace, $names := include "sigsci-ingress.rbac.services" . | fromJson }}
{{- $rule := dict "apiGroups" (list "") "resources" (list "services") "verbs" (list "get") "resourceNames" $names }}
{{- $roles = set $roles $namespace (append (index $roles $namespace | default list) $rule) }}
{{- end }}
{{- toJson $roles }}
{{- end }}

{{/*
Services that the controller reads at its start: the published one and the default backend, the chart's own or
one from extraArgs. Returns a JSON map, namespace → list of names.
*/}}
{{- define "sigsci-ingress.rbac.services" -}}
{{- $here := include "sigsci-ingress.names.namespace" . }}
{{- $services := dict }}
{{- $backend := index (.Values.controller.extraArgs | default dict) "default-backend-service" | default "" | toString }}
{{- range list (include "sigsci-ingress.args.publishService" .) (include "sigsci-ingress.args.defaultBackendService" . | default $backend) }}
{{- $parts := . | replace "$(POD_NAMESPACE)" $here | splitList "/" }}
{{- if eq (len $parts) 2 }}
{{- $services = set $services (first $parts) (append (index $services (first $parts) | default list) (last $parts) | uniq) }}
{{- end }}
{{- end }}
{{- toJson $services }}
{{- end }}

{{/*
Subjects of both bindings. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.rbac.subjects" -}}
- kind: ServiceAccount
  name: {{ include "sigsci-ingress.names.serviceAccount" . | toYaml }}
  namespace: {{ include "sigsci-ingress.names.namespace" . | toYaml }}
{{- end }}
