{{/*
An IngressClass. Input: dict "context" $ "name" "nginx" "default" bool. Returns the object.
*/}}
{{- define "sigsci-ingress.class.object" -}}
{{- $resource := .context.Values.controller.ingressClassResource }}
{{- $annotations := deepCopy ($resource.annotations | default dict) }}
{{- if .default }}
{{- $annotations = set $annotations "ingressclass.kubernetes.io/is-default-class" "true" }}
{{- end -}}
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: {{ .name | toYaml }}
  labels:
    {{- include "sigsci-ingress.labels.controller" .context | nindent 4 }}
  {{- with include "sigsci-ingress.annotations.object" (dict "context" .context "own" $annotations) }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  controller: {{ $resource.controllerValue | toYaml }}
  {{- with $resource.parameters }}
  parameters:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
