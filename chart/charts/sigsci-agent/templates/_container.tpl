{{/*
The agent's container. Input, "the agent": a map with
  image, imagePullPolicy   reference and policy
  kubeVersion              version of the cluster, such as v1.34.0
  native                   true: for initContainers (stays, starts first, stops last); false: for containers
  keys                     {secret, accessKeyId, secretAccessKey}: the Secret and the names of its two keys
  tmpVolume                {name, mountPath, emptyDir}
  startup, startupProbe    rules | started | none, and {port, periodSeconds, failureThreshold}
and optionally
  config, extraEnvs        options by name; environment as in a container
  rpcAddress               where to listen, if not on a socket in the volume
  stopDelaySeconds         pause before the stop, unless lifecycle is given
  ports, resources, securityContext, livenessProbe, lifecycle, extraVolumeMounts   as in a container
Returns a YAML map.
*/}}
{{- define "sigsci-agent.v1.container" -}}
name: sigsci-agent
image: {{ .image | quote }}
{{- with .imagePullPolicy }}
imagePullPolicy: {{ . | toYaml }}
{{- end }}
{{- if .native }}
restartPolicy: Always
{{- end }}
env:
  {{- include "sigsci-agent.v1.env" . | trim | nindent 2 }}
{{- with .ports }}
ports: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "sigsci-agent.v1.startupProbe" . }}
startupProbe: {{- . | trim | nindent 2 }}
{{- end }}
{{- with .livenessProbe }}
livenessProbe: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "sigsci-agent.v1.lifecycle" . }}
lifecycle: {{- . | trim | nindent 2 }}
{{- end }}
{{- with .resources }}
resources: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext: {{- include "sigsci-agent.v1.securityContext" . | nindent 2 }}
volumeMounts:
  - {{ include "sigsci-agent.v1.volumeMount" . | nindent 4 | trim }}
{{- with .extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/*
Security context of the container; a user other than root by number also promises runAsNonRoot, which the kubelet can
check for numbers only. Input: the agent. Returns a YAML map.
*/}}
{{- define "sigsci-agent.v1.securityContext" -}}
{{- $context := .securityContext | default dict }}
{{- if and $context.runAsUser (not (hasKey $context "runAsNonRoot")) }}
{{- $context = merge (dict "runAsNonRoot" true) $context }}
{{- end }}
{{- toYaml $context }}
{{- end }}
