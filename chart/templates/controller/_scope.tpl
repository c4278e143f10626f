{{/*
The one namespace that the controller watches; nothing when it watches all, or those of a selector. Input: the root
context.
*/}}
{{- define "sigsci-ingress.scope.namespace" -}}
{{- $scope := .Values.controller.scope | default dict }}
{{- if $scope.enabled }}
{{- $here := include "sigsci-ingress.names.namespace" . }}
{{- $scope.namespace | default $here | replace "$(POD_NAMESPACE)" $here }}
{{- end }}
{{- end }}

{{/*
Whether that is another one than the release's, where the controller does not see the chart's own objects: "true" or "".
*/}}
{{- define "sigsci-ingress.scope.elsewhere" -}}
{{- if ne (include "sigsci-ingress.scope.visible" .) (include "sigsci-ingress.names.namespace" .) }}true{{ end }}
{{- end }}

{{/*
Namespace of objects that the controller finds only where it watches: headers, DH parameters, TCP
and UDP services, the test's Ingress.
*/}}
{{- define "sigsci-ingress.scope.visible" -}}
{{- include "sigsci-ingress.scope.namespace" . | default (include "sigsci-ingress.names.namespace" .) }}
{{- end }}

{{/*
Selector of the namespaces that the controller watches; nothing when it watches one, or all.
*/}}
{{- define "sigsci-ingress.scope.selector" -}}
{{- $scope := .Values.controller.scope | default dict }}
{{- if not $scope.enabled }}
{{- $scope.namespaceSelector }}
{{- end }}
{{- end }}
