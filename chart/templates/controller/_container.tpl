{{/*
The controller's container. Input: the root context. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.controller.container" -}}
{{- $controller := .Values.controller }}
name: {{ $controller.containerName | toYaml }}
image: {{ include "sigsci-ingress.image.controller" . | quote }}
{{- with $controller.image.pullPolicy }}
imagePullPolicy: {{ . | toYaml }}
{{- end }}
args:
  {{- include "sigsci-ingress.args.all" . | trim | nindent 2 }}
env:
  {{- include "sigsci-ingress.controller.env" . | trim | nindent 2 }}
ports:
  {{- include "sigsci-ingress.controller.ports" . | trim | nindent 2 }}
{{- with include "sigsci-ingress.controller.probes" . }}
{{ . | trim }}
{{- end }}
{{- range $field := list "lifecycle" "resources" }}
{{- with index $controller $field }}
{{ $field }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- if and $controller.resizePolicy (semverCompare ">=1.33.0-0" .Capabilities.KubeVersion.Version) }}
resizePolicy: {{- toYaml $controller.resizePolicy | nindent 2 }}
{{- end }}
securityContext: {{- include "sigsci-ingress.controller.securityContext" . | trim | nindent 2 }}
volumeMounts:
  {{- include "sigsci-ingress.controller.volumeMounts" . | trim | nindent 2 }}
{{- end }}

{{/*
Environment of the controller: the chart's names first, then the user's others; of two with one name the last counts,
because server-side apply refuses duplicates. Returns a YAML list.
*/}}
{{- define "sigsci-ingress.controller.env" -}}
{{- $own := list "POD_NAME" "POD_NAMESPACE" }}
{{- range $name, $field := dict "POD_NAME" "metadata.name" "POD_NAMESPACE" "metadata.namespace" }}
- name: {{ $name }}
  valueFrom:
    fieldRef:
      fieldPath: {{ $field }}
{{- end }}
{{- if .Values.controller.enableMimalloc }}
{{- $own = append $own "LD_PRELOAD" }}
- name: LD_PRELOAD
  value: /usr/local/lib/libmimalloc.so
{{- end }}
{{- if .Values.controller.maxmindLicenseKey }}
{{- $own = append $own "MAXMIND_LICENSE_KEY" }}
- name: MAXMIND_LICENSE_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "sigsci-ingress.names.controller" . | toYaml }}
      key: maxmind-license-key
{{- end }}
{{- range include "sigsci-ingress.controller.extraEnvs" (dict "context" . "taken" $own) | fromJsonArray }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end }}

{{/*
controller.extraEnvs without names that are taken, each name once with its last value, in order.
Input: dict "context" $ "taken" list of names. Returns a JSON list.
*/}}
{{- define "sigsci-ingress.controller.extraEnvs" -}}
{{- $taken := .taken }}
{{- $kept := list }}
{{- range include "sigsci-ingress.text.yaml" (dict "context" .context "value" .context.Values.controller.extraEnvs) | fromYamlArray | reverse }}
{{- if not (has .name $taken) }}
{{- $taken = append $taken .name }}
{{- $kept = prepend $kept . }}
{{- end }}
{{- end }}
{{- toJson $kept }}
{{- end }}

{{/*
Security context of the controller container. The program and nginx carry the file capability to bind low ports, so the
container needs NET_BIND_SERVICE even on high ones. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.controller.securityContext" -}}
{{- if .Values.controller.containerSecurityContext }}
{{- toYaml .Values.controller.containerSecurityContext }}
{{- else }}
{{- with include "sigsci-ingress.image.securityContext" .Values.controller.image | fromJson }}
{{- toYaml . | nindent 0 }}
{{- end }}
capabilities:
  drop: [ALL]
  add: [NET_BIND_SERVICE]
{{- end }}
{{- end }}
