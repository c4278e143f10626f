{{/*
A Service beside the controller's own two: of the default backend, of the metrics, of the webhook.
*/}}

{{/*
Such a Service with what values can say of it. Input: dict "context" $ "name" text "component" whose pods it leads to
"labels" list of further maps "service" its values "ports" list of maps. Returns the object.
*/}}
{{- define "sigsci-ingress.plainService.object" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .name | toYaml }}
  namespace: {{ include "sigsci-ingress.names.namespace" .context | toYaml }}
  labels:
    {{- include "sigsci-ingress.labels.object" (dict "context" .context "component" .component "extra" .labels) | nindent 4 }}
  {{- with include "sigsci-ingress.annotations.object" (dict "context" .context "own" .service.annotations) }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .service.type | toYaml }}
  {{- range $field := list "clusterIP" "clusterIPs" "externalIPs" "loadBalancerIP" "loadBalancerSourceRanges" "externalTrafficPolicy" }}
  {{- with index $.service $field }}
  {{ $field }}: {{ toJson . }}
  {{- end }}
  {{- end }}
  ports:
    {{- toYaml .ports | nindent 4 }}
  selector:
    {{- include "sigsci-ingress.labels.selector" . | trim | nindent 4 }}
{{- end }}
