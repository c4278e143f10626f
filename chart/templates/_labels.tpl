{{/*
Selector labels of a component, equal to ingress-nginx's. Immutable: changing one orphans every running pod.
Input: dict "context" $ "component" "controller".
*/}}
{{- define "sigsci-ingress.labels.selector" -}}
app.kubernetes.io/name: {{ include "sigsci-ingress.names.name" .context | toYaml }}
app.kubernetes.io/instance: {{ .context.Release.Name | toYaml }}
app.kubernetes.io/component: {{ .component | toYaml }}
{{- end }}

{{/*
Labels of an object. The chart's own win over the user's, so that no key appears twice.
Input: dict "context" $ "component" "controller", and optionally "extra" with further labels (a list of maps).
*/}}
{{- define "sigsci-ingress.labels.object" -}}
{{- $own := include "sigsci-ingress.labels.selector" . | fromYaml }}
{{- $own = set $own "app.kubernetes.io/part-of" (include "sigsci-ingress.names.name" .context) }}
{{- $own = set $own "app.kubernetes.io/managed-by" .context.Release.Service }}
{{- $own = set $own "app.kubernetes.io/version" .context.Chart.AppVersion }}
{{- $own = set $own "helm.sh/chart" (printf "%s-%s" .context.Chart.Name .context.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-") }}
{{- include "sigsci-ingress.labels.merged" (dict "own" $own "context" .context "extra" .extra) }}
{{- end }}

{{/*
Labels of a pod. Without chart and version: a new chart alone must not restart pods, nor empty the status of
Ingress objects, which the controller writes only while it sees pods that carry the labels of its own.
Input: as for labels.object.
*/}}
{{- define "sigsci-ingress.labels.pod" -}}
{{- $own := include "sigsci-ingress.labels.selector" . | fromYaml }}
{{- $own = set $own "app.kubernetes.io/part-of" (include "sigsci-ingress.names.name" .context) }}
{{- include "sigsci-ingress.labels.merged" (dict "own" $own "context" .context "extra" .extra) }}
{{- end }}

{{/*
Own labels over extra ones over commonLabels, null left out, as YAML.
*/}}
{{- define "sigsci-ingress.labels.merged" -}}
{{- $labels := dict }}
{{- range concat (list .context.Values.commonLabels) (.extra | default list) (list .own) }}
{{- range $name, $value := . }}
{{- if not (kindIs "invalid" $value) }}
{{- $labels = set $labels $name $value }}
{{- end }}
{{- end }}
{{- end }}
{{- toYaml $labels }}
{{- end }}

{{/*
Labels of one of the controller's objects. Input: the root context.
*/}}
{{- define "sigsci-ingress.labels.controller" -}}
{{- include "sigsci-ingress.labels.object" (dict "context" . "component" "controller" "extra" (list .Values.controller.labels)) }}
{{- end }}

{{/*
Labels of one of the agent's objects. Input: the root context.
*/}}
{{- define "sigsci-ingress.labels.agent" -}}
{{- include "sigsci-ingress.labels.object" (dict "context" . "component" "agent") }}
{{- end }}

{{/*
Labels of one of the default backend's objects. Input: the root context.
*/}}
{{- define "sigsci-ingress.labels.defaultBackend" -}}
{{- include "sigsci-ingress.labels.object" (dict "context" . "component" "default-backend" "extra" (list .Values.defaultBackend.labels)) }}
{{- end }}
