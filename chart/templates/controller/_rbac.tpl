{{/*
Rules that hold cluster-wide: exactly the calls that the controller makes, which a test reads off the API server's audit
log. It reads its own node at each start, and the pods' nodes where Ingress status comes from them. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.rbac.clusterRules" -}}
- apiGroups: [""]
  resources: [configmaps, secrets, services]
  verbs: [list, watch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list, watch]
- apiGroups: [networking.k8s.io]
  resources: [ingressclasses]
  verbs: [list, watch]
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get, list, watch]
- apiGroups: [networking.k8s.io]
  resources: [ingresses/status]
  verbs: [update]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
- apiGroups: [""]
  resources: [nodes]
  verbs: [get]
{{- with include "sigsci-ingress.rbac.services" (dict "context" . "near" false) | fromYamlArray }}
- apiGroups: [""]
  resources: [services]
  verbs: [get]
  resourceNames: {{ toJson . }}
{{- end }}
{{- end }}

{{/*
Rules in the release's namespace: own pods, own ConfigMap, the published Service, the Lease. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.rbac.namespaceRules" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get]
  resourceNames: {{ include "sigsci-ingress.names.controller" . | list | toJson }}
{{- with include "sigsci-ingress.rbac.services" (dict "context" . "near" true) | fromYamlArray }}
- apiGroups: [""]
  resources: [services]
  verbs: [get]
  resourceNames: {{ toJson . }}
{{- end }}
{{- if not .Values.controller.disableLeaderElection }}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, update]
  resourceNames: {{ include "sigsci-ingress.names.lease" . | list | toJson }}
{{- end }}
{{- end }}

{{/*
Names of the Services that the controller reads at its start: the published one and a default backend from extraArgs.
Input: dict "context" $ "near" true for those in the release's namespace, false for those elsewhere. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.rbac.services" -}}
{{- $here := include "sigsci-ingress.names.namespace" .context }}
{{- $names := list }}
{{- range list (include "sigsci-ingress.args.publishService" .context) (index (.context.Values.controller.extraArgs | default dict) "default-backend-service" | default "" | toString) }}
{{- $parts := . | replace "$(POD_NAMESPACE)" $here | splitList "/" }}
{{- if and (eq (len $parts) 2) (eq $.near (eq (first $parts) $here)) }}
{{- $names = append $names (last $parts) }}
{{- end }}
{{- end }}
{{- toYaml (uniq $names) }}
{{- end }}

{{/*
Subjects of both bindings. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.rbac.subjects" -}}
- kind: ServiceAccount
  name: {{ include "sigsci-ingress.names.serviceAccount" . | toYaml }}
  namespace: {{ include "sigsci-ingress.names.namespace" . | toYaml }}
{{- end }}
