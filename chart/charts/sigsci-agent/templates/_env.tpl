{{/*
Environment name of an agent option: `max-procs` → SIGSCI_MAX_PROCS. Input: the option's name.
*/}}
{{- define "sigsci-agent.v1.envName" -}}
SIGSCI_{{ . | upper | replace "-" "_" }}
{{- end }}

{{/*
A value as text. Whole numbers stay whole, which Helm reads as floats and would print as 1e+06.
*/}}
{{- define "sigsci-agent.v1.text" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) }}
{{- int64 . }}
{{- else }}
{{- . }}
{{- end }}
{{- end }}

{{/*
Names of the environment that no option may take. Returns a YAML list.
*/}}
{{- define "sigsci-agent.v1.ownEnvNames" -}}
- SIGSCI_ACCESSKEYID
- SIGSCI_SECRETACCESSKEY
{{- end }}

{{/*
Options of the agent: `config`, null left out, over what the volume, the probe and the CPU limit need. rpc-address is always
written out, because its built-in default differs between images. Input: the agent (see sigsci-agent.v1.container). Returns a JSON map.
*/}}
{{- define "sigsci-agent.v1.options" -}}
{{- $options := dict "rpc-address" (include "sigsci-agent.v1.rpcAddress" .) }}
{{- $options = set $options "shared-cache-dir" (printf "%s/cache" (include "sigsci-agent.v1.folder" .)) }}
{{- if ne .startup "none" }}
{{- $options = set $options "startup-probe-listener" (printf "0.0.0.0:%v" .startupProbe.port) }}
{{- end }}
{{- $procs := include "sigsci-agent.v1.maxProcs" . }}
{{- range .extraEnvs }}
{{- $procs = ternary "" $procs (eq .name "SIGSCI_MAX_PROCS") }}
{{- end }}
{{- with $procs }}
{{- $options = set $options "max-procs" . }}
{{- end }}
{{- range $name, $value := .config }}
{{- if not (kindIs "invalid" $value) }}
{{- $options = set $options $name (include "sigsci-agent.v1.text" $value) }}
{{- end }}
{{- end }}
{{- toJson $options }}
{{- end }}

{{/*
Number of whole CPUs in the limit, rounded up, as option max-procs: the agent may count those of the node. Nothing without
a limit, or with one that is written in another unit than CPUs or thousandths. Input: the agent.
*/}}
{{- define "sigsci-agent.v1.maxProcs" -}}
{{- $limit := ((.resources).limits).cpu | default "" | toString }}
{{- if regexMatch "^[0-9]+m$" $limit }}
{{- divf (trimSuffix "m" $limit) 1000 | ceil | max 1 }}
{{- else if regexMatch "^[0-9]*\\.?[0-9]+$" $limit }}
{{- ceil $limit | max 1 }}
{{- end }}
{{- end }}

{{/*
Environment of the agent container: keys, pod name, `extraEnvs` in order, then the options by name, so that an option
can refer to `$(NAME)` of an extra one. Input: the agent. Returns a YAML list.
*/}}
{{- define "sigsci-agent.v1.env" -}}
{{- $options := include "sigsci-agent.v1.options" . | fromJson }}
- name: SIGSCI_ACCESSKEYID
  valueFrom:
    secretKeyRef:
      name: {{ .keys.secret | toYaml }}
      key: {{ .keys.accessKeyId | toYaml }}
- name: SIGSCI_SECRETACCESSKEY
  valueFrom:
    secretKeyRef:
      name: {{ .keys.secret | toYaml }}
      key: {{ .keys.secretAccessKey | toYaml }}
{{- $named := hasKey $options "server-hostname" }}
{{- range .extraEnvs }}
{{- $named = or $named (eq .name "SIGSCI_SERVER_HOSTNAME") }}
{{- end }}
{{- if not $named }}
- name: SIGSCI_SERVER_HOSTNAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- end }}
{{- with .extraEnvs }}
{{ toYaml . }}
{{- end }}
{{- range $name, $value := $options }}
- name: {{ include "sigsci-agent.v1.envName" $name | toYaml }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
