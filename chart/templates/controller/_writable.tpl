{{/*
Folders that the controller writes, which with a read-only root must be volumes: configuration and Lua settings,
certificates and keys, then pid, bodies and sockets. A folder that controller.extraVolumeMounts has is the user's affair.
Input: the root context. Returns a JSON map path → name of the volume, empty without a read-only root.
*/}}
{{- define "sigsci-ingress.writable.folders" -}}
{{- $folders := dict }}
{{- if (include "sigsci-ingress.controller.securityContext" . | fromYaml).readOnlyRootFilesystem }}
{{- $folders = dict "/etc/nginx" "nginx-etc" "/etc/ingress-controller" "nginx-state" "/tmp" "nginx-tmp" }}
{{- range include "sigsci-ingress.text.yaml" (dict "context" $ "value" .Values.controller.extraVolumeMounts) | fromYamlArray }}
{{- $folders = omit $folders (.mountPath | default "" | trimSuffix "/") }}
{{- end }}
{{- end }}
{{- toJson $folders }}
{{- end }}

{{/*
Init container that fills those volumes from the image before anything else starts. Links stay links, so the modules
behind /etc/nginx/modules are still the image's; -f, because a pod whose sandbox is made anew runs it again.
Returns a YAML map, or nothing.
*/}}
{{- define "sigsci-ingress.writable.container" -}}
{{- with include "sigsci-ingress.writable.folders" . | fromJson }}
name: fill-writable-folders
image: {{ include "sigsci-ingress.image.controller" $ | quote }}
{{- with $.Values.controller.image.pullPolicy }}
imagePullPolicy: {{ . | toYaml }}
{{- end }}
command: [bash, -ec]
args:
  - |
    {{- if hasKey . "/etc/nginx" }}
    cp -rf /etc/nginx/. /writable/etc/nginx/
    {{- end }}
    {{- if hasKey . "/etc/ingress-controller" }}
    cd /writable/etc/ingress-controller && mkdir -p auth geoip ssl telemetry
    {{- end }}
    {{- if hasKey . "/tmp" }}
    mkdir -p /writable/tmp/nginx
    {{- end }}
{{- with $.Values.controller.resources }}
resources: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- with pick (include "sigsci-ingress.controller.securityContext" $ | fromYaml) "runAsNonRoot" "runAsUser" "runAsGroup" }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
  seccompProfile:
    type: RuntimeDefault
volumeMounts:
{{- range $path, $name := . }}
  - name: {{ $name }}
    mountPath: /writable{{ $path }}
{{- end }}
{{- end }}
{{- end }}
