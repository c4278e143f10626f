{{/*
The webhook's configuration and the Secret with its certificate. Input of each define: dict "context" $ "certificate" map,
as sigsci-ingress.admission.certificate returns it.
*/}}

{{/*
The configuration. Returns the object.
*/}}
{{- define "sigsci-ingress.admission.configuration" -}}
{{- $webhooks := .context.Values.controller.admissionWebhooks -}}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: {{ include "sigsci-ingress.admission.name" .context | toYaml }}
  labels:
    {{- include "sigsci-ingress.admission.labels" .context | nindent 4 }}
  {{- with include "sigsci-ingress.admission.annotations" .context }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
webhooks:
  - name: validate.nginx.ingress.kubernetes.io
    admissionReviewVersions: [v1]
    clientConfig:
      {{- include "sigsci-ingress.admission.client" . | trim | nindent 6 }}
    failurePolicy: {{ $webhooks.failurePolicy }}
    {{- if $webhooks.onlyOwnClasses }}
    matchConditions:
      - name: our-classes
        expression: |-
          {{- include "sigsci-ingress.admission.condition" .context | trim | nindent 10 }}
    {{- end }}
    matchPolicy: Equivalent
    {{- with include "sigsci-ingress.admission.namespaceSelector" .context | fromYaml }}
    namespaceSelector: {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with $webhooks.objectSelector }}
    objectSelector: {{- toYaml . | nindent 6 }}
    {{- end }}
    rules:
      - apiGroups: [networking.k8s.io]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [ingresses]
    sideEffects: None
    {{- with $webhooks.timeoutSeconds }}
    timeoutSeconds: {{ . }}
    {{- end }}
{{- end }}

{{/*
How the API server reaches the webhook and whom it trusts. With cert-manager the authority is written by its injector: a
field that is rendered empty would take it away again in each upgrade. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.admission.client" -}}
{{- with .certificate.ca }}
caBundle: {{ . }}
{{- end }}
service:
  name: {{ include "sigsci-ingress.admission.serviceName" .context | toYaml }}
  namespace: {{ include "sigsci-ingress.names.namespace" .context | toYaml }}
  path: /networking/v1/ingresses
  port: {{ .context.Values.controller.admissionWebhooks.service.servicePort }}
{{- end }}

{{/*
Annotations of the configuration: the user's and the common ones, and with cert-manager where its injector finds the authority.
Input: the root context. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.admission.annotations" -}}
{{- $annotations := deepCopy (.Values.controller.admissionWebhooks.annotations | default dict) }}
{{- if eq (include "sigsci-ingress.admission.source" .) "certManager" }}
{{- $annotations = set $annotations "cert-manager.io/inject-ca-from" (printf "%s/%s" (include "sigsci-ingress.names.namespace" .) (include "sigsci-ingress.admission.name" .)) }}
{{- end }}
{{- include "sigsci-ingress.annotations.object" (dict "context" . "own" $annotations) }}
{{- end }}

{{/*
Namespaces that it is asked for: the user's choice, else the one that the controller watches. Input: the root context.
Returns a YAML map.
*/}}
{{- define "sigsci-ingress.admission.namespaceSelector" -}}
{{- $watched := include "sigsci-ingress.scope.namespace" . }}
{{- if .Values.controller.admissionWebhooks.namespaceSelector }}
{{- toYaml .Values.controller.admissionWebhooks.namespaceSelector }}
{{- else if $watched }}
matchLabels:
  kubernetes.io/metadata.name: {{ $watched | toYaml }}
{{- end }}
{{- end }}

{{/*
The Secret with the certificate. Returns the object.
*/}}
{{- define "sigsci-ingress.admission.secret" -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ include "sigsci-ingress.admission.name" .context | toYaml }}
  namespace: {{ include "sigsci-ingress.names.namespace" .context | toYaml }}
  labels:
    {{- include "sigsci-ingress.admission.labels" .context | nindent 4 }}
  {{- $hosts := include "sigsci-ingress.admission.hosts" .context | fromYamlArray | join "," }}
  {{- $own := dict "sigsci-ingress/hosts" $hosts "sigsci-ingress/renew-after" (toString .certificate.renewAfter) }}
  annotations:
    {{- include "sigsci-ingress.annotations.object" (dict "context" .context "own" $own) | nindent 4 }}
data:
  ca: {{ .certificate.ca }}
  cert: {{ .certificate.cert }}
  key: {{ .certificate.key }}
{{- end }}
