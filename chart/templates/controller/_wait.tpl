{{/*
Init container that ends when the agent's Service answers, so that no controller of mode `service` serves before there
is an agent; with agent.startup `none` there is none. bash opens the connection, as in the pod of helm test.
Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-ingress.controller.waitForAgent" -}}
{{- if and (eq .Values.agent.mode "service") (ne .Values.agent.startup "none") }}
{{- $address := include "sigsci-ingress.agent.address" . | fromJson }}
name: wait-for-agent
image: {{ include "sigsci-ingress.image.controller" . | quote }}
{{- with .Values.controller.image.pullPolicy }}
imagePullPolicy: {{ . | toYaml }}
{{- end }}
command: [bash, -c]
args:
  - |
    echo "waiting for the agent at $AGENT_HOST:$AGENT_PORT"
    until timeout 2 bash -c ': </dev/tcp/$AGENT_HOST/$AGENT_PORT' 2>/dev/null; do sleep 1; done
env:
  - name: AGENT_HOST
    value: {{ $address.host | toYaml }}
  - name: AGENT_PORT
    value: {{ $address.port | quote }}
{{- with .Values.controller.resources }}
resources: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- with include "sigsci-ingress.text.fields" (pick .Values.controller.image "runAsNonRoot" "runAsUser") }}
  {{- . | trim | nindent 2 }}
  {{- end }}
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
  seccompProfile:
    type: RuntimeDefault
{{- end }}
{{- end }}
