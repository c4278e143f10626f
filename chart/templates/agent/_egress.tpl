{{/*
Environment for the agent's way to the vendor's cloud, by Go's own names: the agent is a Go program, but that it heeds them
is unverified. SSL_CERT_DIR adds folders to the file of certificates that the image trusts.
https://pkg.go.dev/net/http#ProxyFromEnvironment https://pkg.go.dev/crypto/x509#SystemCertPool
Returns a YAML list.
*/}}
{{- define "sigsci-ingress.agent.egressEnv" -}}
{{- $egress := .Values.agent.egress | default dict }}
{{- range $name, $value := dict
  "HTTPS_PROXY" $egress.proxy
  "NO_PROXY" (empty $egress.proxy | ternary "" $egress.noProxy)
  "SSL_CERT_DIR" (empty (include "sigsci-ingress.agent.caSource" .) | ternary "" (printf "/etc/ssl/certs:%s" (include "sigsci-ingress.agent.caFolder" .))) }}
{{- if $value }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Folder of the CA bundle in the agent container.
*/}}
{{- define "sigsci-ingress.agent.caFolder" -}}
/etc/sigsci-agent/ca
{{- end }}

{{/*
Source of the volume with the CA bundle, of which the one key alone is mounted. Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-ingress.agent.caSource" -}}
{{- with (.Values.agent.egress).caBundle }}
{{- if .name }}
{{- if eq (.kind | default "ConfigMap") "Secret" }}
secret:
  secretName: {{ .name | toYaml }}
{{- else }}
configMap:
  name: {{ .name | toYaml }}
{{- end }}
  items:
    - key: {{ .key | default "ca.crt" | toYaml }}
      path: ca.crt
{{- end }}
{{- end }}
{{- end }}

{{/*
The volume with the CA bundle. Returns a YAML list, empty without one.
*/}}
{{- define "sigsci-ingress.agent.caVolume" -}}
{{- with include "sigsci-ingress.agent.caSource" . }}
- name: sigsci-ca
  {{- . | trim | nindent 2 }}
{{- end }}
{{- end }}

{{/*
Its mount in the agent container. Returns a YAML list, empty without one.
*/}}
{{- define "sigsci-ingress.agent.caMount" -}}
{{- if include "sigsci-ingress.agent.caSource" . }}
- name: sigsci-ca
  mountPath: {{ include "sigsci-ingress.agent.caFolder" . }}
  readOnly: true
{{- end }}
{{- end }}

{{/*
Egress rule of a NetworkPolicy for what the agent reaches in the vendor's cloud: port 443, and that of its proxy.
Returns a YAML map.
*/}}
{{- define "sigsci-ingress.agent.cloudRule" -}}
{{- $egress := .Values.agent.egress | default dict }}
{{- $ports := list 443 }}
{{- with $egress.proxy }}
{{- $ports = append $ports (regexFind ":[0-9]+/?$" . | trimAll ":/" | default (hasPrefix "https:" . | ternary "443" "80") | int) }}
{{- end }}
{{- with $egress.to }}
to:
  {{- include "sigsci-ingress.text.yaml" (dict "context" $ "value" .) | nindent 2 }}
{{- end }}
ports:
  {{- range uniq $ports }}
  - protocol: TCP
    port: {{ . }}
  {{- end }}
{{- end }}
