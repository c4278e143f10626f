{{/*
The wiring of the WAF travels with the pod: its lines stand in annotations of the pod template, a downwardAPI volume
makes files of them, and the ConfigMap only includes those files. Old pods see a changed ConfigMap before they are
replaced; with a module that they have not mounted they would fail to reload and freeze their endpoints.
*/}}

{{/*
Folder of those files in the controller container.
*/}}
{{- define "sigsci-ingress.wiring.folder" -}}
/etc/sigsci-ingress
{{- end }}

{{/*
Line for nginx's main context: the module.
*/}}
{{- define "sigsci-ingress.wiring.main" -}}
{{- .Values.module.text.loadModule | default (printf "load_module %s;" .Values.module.path) }}
{{- end }}

{{/*
Lines for nginx's http context: the agent's address, then module.directives by name, null left out. Booleans
become on and off.
*/}}
{{- define "sigsci-ingress.wiring.http" -}}
{{- $address := include "sigsci-ingress.agent.address" . | fromJson }}
{{- $names := dict "host" ($address.host | default $address.socket) "port" (include "sigsci-ingress.text.plain" ($address.port | default "")) "Template" .Template }}
{{- $text := .Values.module.text }}
{{- tpl ($text.agentHost | default (ternary "sigsci_agent_host unix:{{ .host }};" "sigsci_agent_host tcp:{{ .host }};" (hasKey $address "socket"))) $names }}
{{- if not (hasKey $address "socket") }}
{{ tpl ($text.agentPort | default "sigsci_agent_port {{ .port }};") $names }}
{{- end }}
{{- range $name, $value := .Values.module.directives }}
{{- if not (kindIs "invalid" $value) }}
{{ $name }} {{ kindIs "bool" $value | ternary (ternary "on" "off" (eq (toString $value) "true")) (include "sigsci-ingress.text.plain" $value) }};
{{- end }}
{{- end }}
{{- end }}

{{/*
Annotations of the controller pods that carry the wiring; none with mode `none`. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.wiring.annotations" -}}
{{- if ne .Values.agent.mode "none" }}
sigsci-ingress/main.conf: {{ include "sigsci-ingress.wiring.main" . | quote }}
sigsci-ingress/http.conf: {{ include "sigsci-ingress.wiring.http" . | quote }}
{{- end }}
{{- end }}

{{/*
Volume with those annotations as files. Returns a YAML map.
*/}}
{{- define "sigsci-ingress.wiring.volume" -}}
name: sigsci-wiring
downwardAPI:
  items:
    {{- range list "main.conf" "http.conf" }}
    - path: {{ . | toYaml }}
      fieldRef:
        fieldPath: metadata.annotations['sigsci-ingress/{{ . }}']
    {{- end }}
{{- end }}

{{/*
Start of a snippet in the ConfigMap, the same in every mode; a folder or file that is missing is no error for nginx.
Input: main or http.
*/}}
{{- define "sigsci-ingress.wiring.include" -}}
# The WAF's lines stand in the annotation sigsci-ingress/{{ . }}.conf of each pod, so that they never change under it.
include {{ include "sigsci-ingress.wiring.folder" . }}/{{ . }}*.conf;
{{- end }}
