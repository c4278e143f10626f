{{/*
Refusals that need to see the cluster: nothing is found, and so nothing refused, by `helm template` and `helm lint`.
*/}}

{{/* Two releases cannot own one IngressClass, and two controllers of one class would both serve its Ingress objects. */}}
{{- define "sigsci-ingress.validate.class-owned-by-another-release" -}}
{{- $resource := .Values.controller.ingressClassResource }}
{{- $classes := list (dict "path" "name" "name" $resource.name "remedy" "take another name") }}
{{- range $index, $alias := $resource.aliases }}
{{- $classes = append $classes (dict "path" (printf "aliases[%d]" $index) "name" $alias "remedy" "remove the alias, or take another name") }}
{{- end }}
{{- range ternary $classes list $resource.enabled }}
{{- $class := lookup "networking.k8s.io/v1" "IngressClass" "" .name }}
{{- $annotations := ($class.metadata).annotations | default dict }}
{{- $release := index $annotations "meta.helm.sh/release-name" }}
{{- if and $release (not (include "sigsci-ingress.release.owns" (dict "context" $ "object" $class))) }}
controller.ingressClassResource.{{ .path }} {{ .name }} belongs to release {{ $release }} in namespace {{ index $annotations "meta.helm.sh/release-namespace" }}; {{ .remedy }}, controllerValue and controller.ingressClass, or set controller.ingressClassResource.enabled to false to serve the same class
{{- end }}
{{- end }}
{{- end }}

{{/* A Secret of somebody else's is used as it is, so it must have what ingress-nginx's has. */}}
{{- define "sigsci-ingress.validate.webhook-secret-complete" -}}
{{- $webhooks := .Values.controller.admissionWebhooks }}
{{- if and $webhooks.enabled (eq (include "sigsci-ingress.admission.source" .) "made") }}
{{- $secret := include "sigsci-ingress.admission.foundSecret" . | fromYaml }}
{{- $foreign := include "sigsci-ingress.admission.isForeign" (dict "context" . "secret" $secret) }}
{{- $missing := list }}
{{- range $key := list "ca" "cert" "key" }}
{{- if and $foreign (not (index ($secret.data | default dict) $key)) }}
{{- $missing = append $missing $key }}
{{- end }}
{{- end }}
{{- if $missing }}
controller.admissionWebhooks.name {{ $webhooks.name }} leads to Secret {{ include "sigsci-ingress.admission.name" . }}, which is no part of this release and lacks {{ join ", " $missing }}; delete it, or take another name
{{- end }}
{{- end }}
{{- end }}
