{{/*
Name of the test's pod, Service and Ingress: one for all, because `helm test --logs` asks for the logs of a pod of each
hook's name.
*/}}
{{- define "sigsci-ingress.test.name" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "test") }}
{{- end }}

{{/*
Name of the pod that waits for the admission webhook before the test's Ingress is made.
*/}}
{{- define "sigsci-ingress.test.webhookName" -}}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "test-webhook") }}
{{- end }}

{{/*
Environment of that pod's container: the Service of the webhook. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.test.webhookEnv" -}}
- name: WEBHOOK_HOST
  value: {{ printf "%s.%s" (include "sigsci-ingress.admission.serviceName" .) (include "sigsci-ingress.names.namespace" .) | toYaml }}
- name: WEBHOOK_PORT
  value: {{ .Values.controller.admissionWebhooks.service.servicePort | quote }}
{{- end }}

{{/*
Labels of the test's objects. Input: the root context.
*/}}
{{- define "sigsci-ingress.test.labels" -}}
{{- include "sigsci-ingress.labels.object" (dict "context" . "component" "test") }}
{{- end }}

{{/*
Annotations that make an object a hook of `helm test` which goes when the test has passed.
*/}}
{{- define "sigsci-ingress.test.hook" -}}
helm.sh/hook: test
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{/*
Host name of the test's Ingress; .invalid never resolves (RFC 6761).
*/}}
{{- define "sigsci-ingress.test.host" -}}
{{ include "sigsci-ingress.test.name" . }}.{{ include "sigsci-ingress.scope.visible" . }}.invalid
{{- end }}

{{/*
Whether the release's own Service leads to nginx by HTTP: "true" or "".
*/}}
{{- define "sigsci-ingress.test.serviceServes" -}}
{{- if .Values.controller.service.enableHttp }}
{{- include "sigsci-ingress.service.exists" (dict "context" . "which" "external") }}
{{- end }}
{{- end }}

{{/*
Name of the Service through which the test reaches the controller: the release's, else one of its own.
*/}}
{{- define "sigsci-ingress.test.entry" -}}
{{- if include "sigsci-ingress.test.serviceServes" . }}
{{- include "sigsci-ingress.names.controller" . }}
{{- else }}
{{- include "sigsci-ingress.names.suffixed" (dict "context" . "suffix" "test-entry") }}
{{- end }}
{{- end }}

{{/*
Environment of the test's container. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.test.env" -}}
{{- $port := ternary .Values.controller.service.ports.http 80 (eq (include "sigsci-ingress.test.serviceServes" .) "true") }}
{{- range $name, $value := dict
  "RELEASE" .Release.Name
  "ENTRY_HOST" (printf "%s.%s" (include "sigsci-ingress.test.entry" .) (include "sigsci-ingress.names.namespace" .))
  "ENTRY_PORT" $port
  "HOST" (include "sigsci-ingress.test.host" .)
  "INSPECTED" (ne .Values.agent.mode "none")
  "PROXY_PROTOCOL" (eq (index (include "sigsci-ingress.config.data" . | fromYaml) "use-proxy-protocol") "true") }}
- name: {{ $name }}
  value: {{ include "sigsci-ingress.text.plain" $value | quote }}
{{- end }}
{{- end }}
