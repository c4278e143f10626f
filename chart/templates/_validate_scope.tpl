{{/*
Refusals about the namespaces that the controller watches, and its rights there. See _validate.tpl.
*/}}

{{/* The controller ends when it gets both arguments; ingress-nginx leaves the selector out without a word. */}}
{{- define "sigsci-ingress.validate.watched-namespaces-single-source" -}}
{{- $scope := .Values.controller.scope | default dict }}
{{- if and $scope.enabled $scope.namespaceSelector }}
controller.scope.namespaceSelector stands beside controller.scope.enabled, which watches one namespace; remove it, or set enabled to false
{{- end }}
{{- end }}

{{/* A controller that may not read IngressClasses is Ready and serves none; one that may not list ends at its start. */}}
{{- define "sigsci-ingress.validate.rbac-scope-keeps-classes" -}}
{{- if and .Values.rbac.create .Values.rbac.scope }}
{{- if (.Values.controller.scope).enabled }}
rbac.scope is true, so the controller could not read IngressClasses: its pods would be Ready and answer 404 for every Ingress with ingressClassName; remove it, controller.scope.enabled leaves that right alone cluster-wide, or set rbac.create to false and grant the rights yourself
{{- else }}
rbac.scope is true although controller.scope.enabled is false, so the controller would lack the right to what it watches; remove it, or set controller.scope.enabled to true instead
{{- end }}
{{- end }}
{{- end }}
