{{/*
Mounts of the controller container: API token, wiring, the agent's socket, the webhook's certificate, writable folders, then the user's. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.controller.volumeMounts" -}}
- name: api-token
  mountPath: /var/run/secrets/kubernetes.io/serviceaccount
  readOnly: true
{{- if ne .Values.agent.mode "none" }}
- name: sigsci-wiring
  mountPath: {{ include "sigsci-ingress.wiring.folder" . }}
  readOnly: true
{{- end }}
{{- if eq .Values.agent.mode "sidecar" }}
- {{ include "sigsci-agent.v1.volumeMount" (include "sigsci-ingress.agent.input" . | fromJson) | nindent 2 | trim }}
{{- end }}
{{- if .Values.controller.admissionWebhooks.enabled }}
- name: webhook-cert
  mountPath: /usr/local/certificates/
  readOnly: true
{{- end }}
{{- range $path, $name := include "sigsci-ingress.writable.folders" . | fromJson }}
- name: {{ $name }}
  mountPath: {{ $path }}
{{- end }}
{{- with .Values.controller.extraVolumeMounts }}
{{ include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) }}
{{- end }}
{{- end }}

{{/*
Volumes of the controller pods. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.controller.volumes" -}}
- {{ include "sigsci-ingress.controller.apiToken" . | nindent 2 | trim }}
{{- if ne .Values.agent.mode "none" }}
- {{ include "sigsci-ingress.wiring.volume" . | nindent 2 | trim }}
{{- end }}
{{- if eq .Values.agent.mode "sidecar" }}
- {{ include "sigsci-agent.v1.volume" (include "sigsci-ingress.agent.input" . | fromJson) | nindent 2 | trim }}
{{- with include "sigsci-ingress.agent.caVolume" . }}
{{ . | trim }}
{{- end }}
{{- end }}
{{- if .Values.controller.admissionWebhooks.enabled }}
- {{ include "sigsci-ingress.admission.volume" . | nindent 2 | trim }}
{{- end }}
{{- range include "sigsci-ingress.writable.folders" . | fromJson }}
- name: {{ . }}
  emptyDir: {}
{{- end }}
{{- with .Values.controller.extraVolumes }}
{{ include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) }}
{{- end }}
{{- end }}

{{/*
The API token as Kubernetes itself would mount it, but for the controller container alone: the agent gets none.
https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-token-volume
Returns a YAML map.
*/}}
{{- define "sigsci-ingress.controller.apiToken" -}}
name: api-token
projected:
  defaultMode: 0644
  sources:
    - serviceAccountToken:
        expirationSeconds: 3607
        path: token
    - configMap:
        name: kube-root-ca.crt
        items:
          - key: ca.crt
            path: ca.crt
    - downwardAPI:
        items:
          - path: namespace
            fieldRef:
              fieldPath: metadata.namespace
{{- end }}
