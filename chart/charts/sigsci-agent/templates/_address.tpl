{{/*
Folder that the agent writes to, without a slash at its end. Input: the agent.
*/}}
{{- define "sigsci-agent.v1.folder" -}}
{{- .tmpVolume.mountPath | trimSuffix "/" }}
{{- end }}

{{/*
Where the agent listens for modules: option rpc-address, else `rpcAddress`, else a socket in its volume.
Input: the agent. Returns text such as unix:/sigsci/tmp/sigsci.sock or 0.0.0.0:8001.
*/}}
{{- define "sigsci-agent.v1.rpcAddress" -}}
{{- $socket := printf "unix:%s/sigsci.sock" (include "sigsci-agent.v1.folder" .) }}
{{- index (.config | default dict) "rpc-address" | default .rpcAddress | default $socket }}
{{- end }}

{{/*
That address in parts. Input: the agent. Returns a YAML map with `socket`, or with `host` and `port`.
*/}}
{{- define "sigsci-agent.v1.address" -}}
{{- include "sigsci-agent.v1.addressParts" (include "sigsci-agent.v1.rpcAddress" .) }}
{{- end }}

{{/*
An address in parts. Input: text such as unix:/a.sock, /a.sock, 0.0.0.0:8001, [::]:8001 or :8001.
Returns a YAML map with `socket`, or with `host` and `port`.
*/}}
{{- define "sigsci-agent.v1.addressParts" -}}
{{- $address := trimPrefix "unix:" . }}
{{- if hasPrefix "/" $address }}
socket: {{ $address | quote }}
{{- else }}
host: {{ regexReplaceAll ":[0-9]+$" $address "" | quote }}
port: {{ regexFind "[0-9]+$" $address | default "0" }}
{{- end }}
{{- end }}
