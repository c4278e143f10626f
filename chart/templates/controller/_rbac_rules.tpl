{{/*
Rules that hold cluster-wide: exactly the calls that the controller makes, which a test reads off the API server's audit
log. Of a controller that watches one namespace only IngressClasses are left. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.rbac.clusterRules" -}}
{{- if not (include "sigsci-ingress.scope.namespace" .) }}
{{- include "sigsci-ingress.rbac.watchedRules" . | trim | nindent 0 }}
{{- end }}
- apiGroups: [networking.k8s.io]
  resources: [ingressclasses]
  verbs: [list, watch]
{{- if include "sigsci-ingress.rbac.readsNodes" . }}
- apiGroups: [""]
  resources: [nodes]
  verbs: [get]
{{- end }}
{{- if include "sigsci-ingress.scope.selector" . }}
- apiGroups: [""]
  resources: [namespaces]
  verbs: [list, watch]
{{- end }}
{{- end }}

{{/*
Rules for what the controller watches: in one namespace, or cluster-wide. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.rbac.watchedRules" -}}
- apiGroups: [""]
  resources: [configmaps, secrets, services]
  verbs: [list, watch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
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
{{- with include "sigsci-ingress.scope.namespace" . }}
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get]
  resourceNames: {{ list . | toJson }}
{{- end }}
{{- end }}

{{/*
Rules in the release's namespace: own pods, own ConfigMap, the Lease. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.rbac.namespaceRules" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get]
  resourceNames: {{ include "sigsci-ingress.names.controller" . | list | toJson }}
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
Whether the controller may read nodes: its own at each start, where a refusal costs a line in the log, and those of its
pods for the status of Ingress objects. A scoped one may where it cannot do without: "true" or "".
*/}}
{{- define "sigsci-ingress.rbac.readsNodes" -}}
{{- $controller := .Values.controller }}
{{- $addresses := or (include "sigsci-ingress.args.publishService" .) (index ($controller.extraArgs | default dict) "publish-status-address") }}
{{- if or (not (include "sigsci-ingress.scope.namespace" .)) (not $addresses) $controller.enableTopologyAwareRouting }}true{{ end }}
{{- end }}
